"""A residual block: the numerical reference of the challenge `residual-block`."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    """Basic block of a residual network (He et al., arXiv:1512.03385), with a projecting shortcut where shapes differ.

    Layers: conv1, bn1, conv2, bn2, and shortcut.0, shortcut.1 where stride != 1 or in_channels != out_channels.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(out_channels)
        projection = [nn.Conv2d(in_channels, out_channels, 1, stride=stride), nn.BatchNorm2d(out_channels)]
        self.shortcut = nn.Sequential(*(projection if stride != 1 or in_channels != out_channels else []))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W) -> (N, out_channels, ceil(H / stride), ceil(W / stride)), in x's dtype."""
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))
