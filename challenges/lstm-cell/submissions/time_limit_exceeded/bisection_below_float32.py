"""sigmoid is found by bisection of its inverse, down to an interval that float32 cannot reach."""

import torch
from torch import nn


def sigmoid(x):
    low, high = torch.zeros_like(x), torch.ones_like(x)
    while (high - low).max() > 1e-12:
        middle = (low + high) / 2
        below = torch.log(middle / (1 - middle)) < x
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return low


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        i, f, g, o = (self.i2h(input) + self.h2h(h)).chunk(4, dim=1)
        c_new = sigmoid(f) * c + sigmoid(i) * torch.tanh(g)
        return sigmoid(o) * torch.tanh(c_new), c_new
