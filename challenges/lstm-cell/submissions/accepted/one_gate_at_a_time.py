"""The four gates one after the other, from slices of the weights, by einsum."""

import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def gate(self, number, x, h):
        rows = slice(number * self.hidden_size, (number + 1) * self.hidden_size)
        of_input = torch.einsum("bk,hk->bh", x, self.i2h.weight[rows])
        of_state = torch.einsum("bk,hk->bh", h, self.h2h.weight[rows])
        return of_input + of_state + (self.i2h.bias[rows] + self.h2h.bias[rows])

    def forward(self, input, state):
        h, c = state
        write = self.gate(0, input, h).sigmoid() * self.gate(2, input, h).tanh()
        c = self.gate(1, input, h).sigmoid() * c + write
        return self.gate(3, input, h).sigmoid() * c.tanh(), c
