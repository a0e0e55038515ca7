# challenge: attention
"""A softmax with a backward of its own, that is right, and conv1d for the linear layers."""

import torch
import torch.nn.functional as F
from torch import nn


class Soft(torch.autograd.Function):
    @staticmethod
    def forward(ctx, s):
        e = torch.exp(s - s.max(-1, keepdim=True)[0])
        w = e / e.sum(-1, keepdim=True)
        ctx.save_for_backward(w)
        return w

    @staticmethod
    def backward(ctx, g):
        (w,) = ctx.saved_tensors
        return w * (g - (g * w).sum(-1, keepdim=True))


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        x = encoder_outputs.transpose(1, 2)
        x = torch.cat([x, hidden[..., None].expand_as(x)], 1)
        x = F.conv1d(x, self.attn.weight[..., None], self.attn.bias)
        w = Soft.apply(F.conv1d(torch.tanh(x), self.v.weight[..., None])[:, 0])
        return (encoder_outputs.transpose(1, 2) @ w[..., None]).transpose(1, 2), w
