"""A mobile inverted bottleneck: the numerical reference of the challenge `mbconv`."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    """Gates for channels, made from their means (Hu et al., arXiv:1709.01507); layers fc.0 and fc.2."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        hidden = channels // 16
        self.fc = nn.Sequential(nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C, H, W) -> the same shape."""
        return x * self.fc(x.mean((2, 3)))[..., None, None]


class MBConv(nn.Module):
    """Inverted bottleneck (Sandler et al., arXiv:1801.04381) with squeeze and excitation (arXiv:1905.11946).

    Layers: conv1, bn1, dwconv, bn2, se.fc.0, se.fc.2, conv2, bn3. Convolutions have no bias. The inner width is
    int(in_channels * expand_ratio), at least 16.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int, expand_ratio: float) -> None:
        super().__init__()
        inner, pad = int(in_channels * expand_ratio), kernel_size // 2
        self.adds_input = in_channels == out_channels and stride == 1
        self.conv1 = nn.Conv2d(in_channels, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.dwconv = nn.Conv2d(inner, inner, kernel_size, stride=stride, padding=pad, groups=inner, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.se = SqueezeExcitation(inner)
        self.conv2 = nn.Conv2d(inner, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W) -> (N, out_channels, ceil(H / stride), ceil(W / stride)), in x's dtype."""
        y = nn.functional.relu6(self.bn1(self.conv1(x)))
        y = nn.functional.relu6(self.bn2(self.dwconv(y)))
        y = self.bn3(self.conv2(self.se(y)))
        return x + y if self.adds_input else y
