"""The hidden state is computed from a detached cell state."""

import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        i, f, g, o = (self.i2h(input) + self.h2h(h)).chunk(4, dim=1)
        c_new = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c_new.detach()), c_new
