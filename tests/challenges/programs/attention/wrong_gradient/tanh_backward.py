# challenge: attention
"""A tanh of its own with 1 - |y| as its derivative."""

import torch
from torch import nn


class T(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = torch.tanh(x)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return g * (1 - y.abs())


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        length = encoder_outputs.shape[1]
        state = hidden.unsqueeze(1).repeat(1, length, 1)
        energy = T.apply(self.attn(torch.cat([encoder_outputs, state], dim=2)))
        scores = self.v(energy).squeeze(2)
        weights = torch.softmax(scores, dim=1)
        context = torch.bmm(weights.unsqueeze(1), encoder_outputs)
        return context, weights
