# challenge: attention
"""Static functions, addmm on a flattened batch, baddbmm."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Params(nn.Module):
    def __init__(self, out: int, into: int, bias: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out, into))
        if bias:
            self.bias = nn.Parameter(torch.full((out,), float("nan")))


class Attention(nn.Module):
    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.attn = Params(hidden_size, 2 * hidden_size, True)
        self.v = Params(1, hidden_size, False)

    @staticmethod
    def score(flat: Tensor, w: Tensor, b: Tensor, v: Tensor) -> Tensor:
        return torch.addmm(b, flat, w.t()).tanh_().matmul(v.t())

    def forward(self, encoder_outputs: Tensor, hidden: Tensor) -> tuple[Tensor, Tensor]:
        B, L, h = encoder_outputs.size()
        flat = torch.cat((encoder_outputs, hidden.view(B, 1, h).expand(B, L, h)), 2).reshape(B * L, 2 * h)
        s = self.score(flat, self.attn.weight, self.attn.bias, self.v.weight).view(B, L)
        s = s - s.max(1, keepdim=True).values
        w = s.exp_()
        w = w.div(w.sum(1, keepdim=True))
        return torch.baddbmm(s.new_zeros(B, 1, h), w.view(B, 1, L), encoder_outputs), w
