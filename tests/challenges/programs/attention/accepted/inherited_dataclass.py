# challenge: attention
"""Inheritance, a dataclass for the result, decorators and lambda helpers."""

import functools
from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class Result:
    context: torch.Tensor
    weights: torch.Tensor


def as_pair(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        r = f(*args, **kwargs)
        return r.context, r.weights

    return inner


class Base(nn.Module):
    def make(self, **layers):
        for name, layer in layers.items():
            setattr(self, name, layer)


class Attention(Base):
    normalise = staticmethod(lambda s: nn.functional.softmax(s, dim=-1))

    def __init__(self, hidden_size):
        super().__init__()
        self.make(attn=nn.Linear(hidden_size * 2, hidden_size), v=nn.Linear(hidden_size, 1, bias=False))
        self.register_buffer("calls", torch.zeros(()))
        self.unused = nn.Linear(3, 3)

    @as_pair
    def forward(self, encoder_outputs, hidden):
        pieces = [self.v(self.attn(torch.cat([e, hidden], -1)).tanh()) for e in encoder_outputs.unbind(1)]
        w = self.normalise(torch.cat(pieces, -1))
        return Result((w.unsqueeze(-1) * encoder_outputs).sum(1, keepdim=True), w)
