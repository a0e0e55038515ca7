# challenge: cifar10-cnn
"""A network for CIFAR-10. The task is in statement.md; `judge show cifar10-cnn` prints it."""

import torch
from torch import nn


class Cifar10CNN(nn.Module):
    """Two convolutions with pooling, and two linear layers.

    Parameters: weight and bias of conv1, conv2, fc1 (512, 2304) and fc2 (10, 512).
    """

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, 32, 32) -> logits (N, 10)."""
        raise NotImplementedError("return the logits")
