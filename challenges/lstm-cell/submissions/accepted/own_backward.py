"""Forward and backward both written by hand, as an autograd function."""

import torch
from torch import nn


class Step(torch.autograd.Function):
    @staticmethod
    def forward(ctx, total, c):
        i, f, g, o = total.chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c_new = f * c + i * g
        shown = c_new.tanh()
        ctx.save_for_backward(i, f, g, o, c, shown)
        return o * shown, c_new

    @staticmethod
    def backward(ctx, to_h, to_c):
        i, f, g, o, c, shown = ctx.saved_tensors
        to_c = to_c + to_h * o * (1 - shown * shown)
        to_total = torch.cat(
            [to_c * g * i * (1 - i), to_c * c * f * (1 - f), to_c * i * (1 - g * g), to_h * shown * o * (1 - o)], dim=1
        )
        return to_total, to_c * f


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        return Step.apply(self.i2h(input) + self.h2h(h), c)
