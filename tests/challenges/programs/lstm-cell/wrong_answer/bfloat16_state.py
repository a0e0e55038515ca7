# challenge: lstm-cell
"""The cell state is kept in bfloat16."""

import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        gates = self.i2h(input) + self.h2h(h)
        i, f, g, o = gates.chunk(4, dim=1)
        i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
        g = torch.tanh(g)
        c_new = (f * c + i * g).bfloat16().float()
        h_new = o * torch.tanh(c_new)
        return h_new, c_new
