# challenge: lstm-cell
"""In-place operations on tensors of its own."""

import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        z = self.i2h(input)
        z += self.h2h(h)
        i, f, g, o = z.unflatten(1, (4, -1)).unbind(1)
        new = torch.zeros_like(c)
        new += torch.sigmoid(f) * c
        new += torch.sigmoid(i) * torch.tanh(g)
        return torch.tanh(new).mul(torch.sigmoid(o)), new
