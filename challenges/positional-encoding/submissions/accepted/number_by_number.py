"""Every number of the table is calculated by itself, in Python's floats."""

import math

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=5000):
        super().__init__()
        wave = (math.sin, math.cos)
        frequencies = [10000 ** (-(j - j % 2) / d_model) for j in range(d_model)]
        rows = [[wave[j % 2](t * one) for j, one in enumerate(frequencies)] for t in range(max_len)]
        self.register_buffer("pe", torch.tensor([rows]))

    def forward(self, x):
        batch, length, _ = x.shape
        return x + self.pe[0, :length].repeat(batch, 1, 1)
