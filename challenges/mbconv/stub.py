# challenge: mbconv
"""A mobile inverted bottleneck. The task is in statement.md; `judge show mbconv` prints it."""

import torch
from torch import nn


class MBConv(nn.Module):
    """Widen, filter each channel, weigh the channels, narrow; x is added where shapes allow it.

    Layers: conv1, bn1, dwconv, bn2, se.fc.0, se.fc.2, conv2, bn3. Convolutions have no bias.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int, expand_ratio: float) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W) -> (N, out_channels, ceil(H / stride), ceil(W / stride))."""
        raise NotImplementedError("return the block's result")
