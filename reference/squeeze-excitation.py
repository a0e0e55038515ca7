"""Squeeze and excitation: the numerical reference of the challenge `squeeze-excitation`."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    """Gates for channels, made from their means (Hu et al., arXiv:1709.01507, section 3).

    Parameters, with C = `in_channels`: weight and bias of fc.0 (C // reduction, C) and of fc.2 (C, C // reduction).
    """

    def __init__(self, in_channels: int, reduction: int = 16) -> None:
        super().__init__()
        hidden = in_channels // reduction
        self.fc = nn.Sequential(nn.Linear(in_channels, hidden), nn.ReLU(), nn.Linear(hidden, in_channels), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) -> the same shape, in x's dtype."""
        return x * self.fc(x.mean((2, 3)))[..., None, None]
