# challenge: positional-encoding
"""Sinusoidal positional encoding. The task is in statement.md; `judge show positional-encoding` prints it."""

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    """Adds sines and cosines of the position.

    Buffer: pe (1, max_len, d_model), float32. No parameters.
    """

    def __init__(self, d_model: int, max_len: int = 5000) -> None:
        super().__init__()
        raise NotImplementedError("make the table")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, L, d_model) -> x plus the first L rows of the table."""
        raise NotImplementedError("add the table")
