"""Layers are cached by size, so two cells of one size share their parameters."""

import functools

import torch
from torch import nn


@functools.cache
def linear(columns, rows, role):
    return nn.Linear(columns, rows)


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = linear(input_size, 4 * hidden_size, "input")
        self.h2h = linear(hidden_size, 4 * hidden_size, "hidden")

    def forward(self, input, state):
        h, c = state
        i, f, g, o = (self.i2h(input) + self.h2h(h)).chunk(4, dim=1)
        c_new = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c_new), c_new
