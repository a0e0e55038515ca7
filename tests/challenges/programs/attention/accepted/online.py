# challenge: attention
"""Softmax and average in one pass over the positions, from last to first, with a running maximum."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        batch, length, h = encoder_outputs.shape
        top = torch.full((batch, 1), -torch.inf, dtype=encoder_outputs.dtype)
        total = encoder_outputs.new_zeros(batch, 1)
        acc = encoder_outputs.new_zeros(batch, h)
        scores = []
        for t in reversed(range(length)):
            e = encoder_outputs[:, t]
            s = self.v(torch.tanh(self.attn(torch.cat([e, hidden], 1))))
            new = torch.maximum(top, s.detach())
            keep, p = torch.exp(top - new), torch.exp(s - new)
            total = total * keep + p
            acc = acc * keep + p * e
            top = new
            scores.insert(0, s)
        weights = torch.exp(torch.cat(scores, 1) - top) / total
        return (acc / total).unsqueeze(1), weights
