"""A convolutional network for CIFAR-10: the numerical reference of the challenge `cifar10-cnn`."""

import torch
from torch import nn
from torch.nn import functional


class Cifar10CNN(nn.Module):
    """Two convolutions without padding, with pooling, and two linear layers, for images of 32 x 32 pixels.

    Parameters: weight and bias of conv1, conv2, fc1 (512, 2304) and fc2 (10, 512).
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc1 = nn.Linear(64 * 6 * 6, 512)
        self.dropout = nn.Dropout(0.5)
        self.fc2 = nn.Linear(512, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, 32, 32) -> logits (N, 10), in x's dtype."""
        x = functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(self.dropout(torch.relu(self.fc1(x.flatten(1)))))
