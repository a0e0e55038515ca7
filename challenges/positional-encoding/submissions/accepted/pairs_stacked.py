"""Sine and cosine of a frequency are stacked as a pair, and pairs are flattened to columns."""

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=5000):
        super().__init__()
        power = torch.arange(0, d_model, 2) / d_model
        angle = torch.outer(torch.arange(max_len, dtype=torch.float32), 1 / 10000**power)
        table = torch.stack((angle.sin(), angle.cos()), dim=2).flatten(1)[:, :d_model]
        self.register_buffer("pe", table[None])

    def forward(self, x):
        return torch.add(self.pe.narrow(1, 0, x.shape[1]).expand_as(x), x)
