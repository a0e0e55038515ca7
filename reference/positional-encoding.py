"""Sinusoidal positional encoding: the numerical reference of the challenge `positional-encoding`."""

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    """x plus sines and cosines of the position (Vaswani et al., arXiv:1706.03762, section 3.5).

    Buffer: pe (1, max_len, d_model), made in float64 and kept in the default dtype.
    """

    pe: torch.Tensor

    def __init__(self, d_model: int, max_len: int = 5000) -> None:
        super().__init__()
        column = torch.arange(d_model, dtype=torch.float64)
        even = column % 2 == 0
        frequency = 10000 ** (-(column - column % 2) / d_model)
        angle = torch.arange(max_len, dtype=torch.float64).unsqueeze(1) * frequency
        table = torch.where(even, torch.sin(angle), torch.cos(angle))
        self.register_buffer("pe", table.unsqueeze(0).to(torch.get_default_dtype()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, L, d_model), with L at most max_len -> the same shape and dtype."""
        return x + self.pe[:, : x.shape[1]]
