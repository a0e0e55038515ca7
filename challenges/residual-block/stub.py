# challenge: residual-block
"""A residual block. The task is in statement.md; `judge show residual-block` prints it."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with batch normalisation, and the input added before the last ReLU.

    Layers: conv1, bn1, conv2, bn2; shortcut.0 and shortcut.1 where stride != 1 or in_channels != out_channels.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W) -> (N, out_channels, ceil(H / stride), ceil(W / stride))."""
        raise NotImplementedError("return the block's result")
