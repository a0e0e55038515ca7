"""sigmoid and tanh are read from tables with half a thousand million entries."""

import torch
from torch import nn

STEPS = 500_000_000


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)
        grid = torch.linspace(-20, 20, STEPS)
        self.sigmoid, self.tanh = torch.sigmoid(grid), torch.tanh(grid)

    def read(self, table, x):
        return table[((x.clamp(-20, 20) + 20) * (STEPS - 1) / 40).long()]

    def forward(self, input, state):
        h, c = state
        i, f, g, o = (self.i2h(input) + self.h2h(h)).chunk(4, dim=1)
        c_new = self.read(self.sigmoid, f) * c + self.read(self.sigmoid, i) * self.read(self.tanh, g)
        return self.read(self.sigmoid, o) * self.read(self.tanh, c_new), c_new
