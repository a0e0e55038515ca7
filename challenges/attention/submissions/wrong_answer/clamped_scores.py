"""Scores are clamped to +-50 so that exp does not overflow, which changes extreme ones."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
        energy = torch.tanh(self.attn(torch.cat([encoder_outputs, repeated], dim=2)))
        powers = torch.exp(self.v(energy).squeeze(2).clamp(-50, 50))
        weights = powers / powers.sum(dim=1, keepdim=True)
        return torch.bmm(weights.unsqueeze(1), encoder_outputs), weights
