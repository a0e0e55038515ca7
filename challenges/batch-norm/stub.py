# challenge: batch-norm
"""Batch normalisation. The task is in statement.md; `judge show batch-norm` prints it."""

import torch
from torch import nn


class BatchNorm1d(nn.Module):
    """Normalise each channel of (N, C) or (N, C, L).

    Parameters gamma (C,), beta (C,); buffers running_mean (C,), running_var (C,), where C is `num_features`.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        raise NotImplementedError("make the parameters and the buffers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C) or (N, C, L) -> the same shape; self.training says which statistics are used."""
        raise NotImplementedError("normalise, scale and shift")
