# challenge: simple-cnn
"""A small convolutional network. The task is in statement.md; `judge show simple-cnn` prints it."""

import torch
from torch import nn


class SimpleCNN(nn.Module):
    """Two convolutions with pooling, and two linear layers.

    Parameters: weight and bias of conv1, conv2, fc1 (128, 4096) and fc2 (num_classes, 128).
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, 32, 32) -> logits (N, num_classes)."""
        raise NotImplementedError("return the logits")
