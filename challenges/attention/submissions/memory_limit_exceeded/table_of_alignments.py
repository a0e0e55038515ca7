"""A table of alignments for the longest sequence imaginable is filled in the constructor."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size, max_len=24_576):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)
        self.alignments = torch.full((max_len, max_len), 1 / max_len)

    def forward(self, encoder_outputs, hidden):
        repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
        energy = torch.tanh(self.attn(torch.cat([encoder_outputs, repeated], dim=2)))
        weights = torch.softmax(self.v(energy).squeeze(2), dim=1)
        return torch.bmm(weights.unsqueeze(1), encoder_outputs), weights
