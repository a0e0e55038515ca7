# challenge: lstm-cell
"""An elementwise part with a backward by hand that is right."""

import torch
from torch import nn


class Cell(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, c):
        i, f, g, o = z.chunk(4, 1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        new = f * c + i * g
        t = new.tanh()
        ctx.save_for_backward(i, f, g, o, c, t)
        return o * t, new

    @staticmethod
    def backward(ctx, gh, gc):
        i, f, g, o, c, t = ctx.saved_tensors
        gc = gc + gh * o * (1 - t * t)
        parts = [gc * g * i * (1 - i), gc * c * f * (1 - f), gc * i * (1 - g * g), gh * t * o * (1 - o)]
        return torch.cat(parts, 1), gc * f


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        return Cell.apply(self.i2h(input) + self.h2h(state[0]), state[1])
