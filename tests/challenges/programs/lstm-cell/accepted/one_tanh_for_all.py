# challenge: lstm-cell
"""Sigmoid by tanh, so that one tanh serves all four gates."""

import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        n = h.shape[1]
        z = self.i2h(input) + self.h2h(h)
        scale = torch.full((4 * n,), 0.5, dtype=z.dtype)
        scale[2 * n : 3 * n] = 1.0
        t = torch.tanh(z * scale)
        half = lambda k: 0.5 * t[:, k * n : (k + 1) * n] + 0.5
        c = half(1) * c + half(0) * t[:, 2 * n : 3 * n]
        return half(3) * torch.tanh(c), c
