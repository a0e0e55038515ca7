"""Bisection for the softmax's normaliser waits for a width that float32 cannot reach."""

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
        scores = self.v(energy).squeeze(2)
        with torch.no_grad():
            low = scores.amax(dim=1, keepdim=True)
            high = low + scores.shape[1]
            while (high - low).max() > 1e-12:
                middle = (low + high) / 2
                above = torch.exp(scores - middle).sum(dim=1, keepdim=True) > 1
                low, high = torch.where(above, middle, low), torch.where(above, high, middle)
        weights = torch.exp(scores - low)
        return torch.bmm(weights.unsqueeze(1), encoder_outputs), weights
