# challenge: squeeze-excitation
"""Squeeze and excitation. The task is in statement.md; `judge show squeeze-excitation` prints it."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    """Scales every channel by a gate that depends on the whole image.

    Parameters, with C = `in_channels`: weight and bias of fc.0 (C // reduction, C) and of fc.2 (C, C // reduction).
    """

    def __init__(self, in_channels: int, reduction: int = 16) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) -> the same shape."""
        raise NotImplementedError("squeeze, excite, scale")
