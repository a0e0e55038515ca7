"""A small convolutional network: the numerical reference of the challenge `simple-cnn`."""

import torch
from torch import nn
from torch.nn import functional


class SimpleCNN(nn.Module):
    """Two convolutions with pooling and two linear layers, for images of 32 x 32 pixels.

    Parameters: weight and bias of conv1, conv2, fc1 (128, 4096) and fc2 (num_classes, 128).
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(64 * 8 * 8, 128)
        self.dropout = nn.Dropout(0.2)
        self.fc2 = nn.Linear(128, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, 32, 32) -> logits (N, num_classes), in x's dtype."""
        x = functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(self.dropout(torch.relu(self.fc1(x.flatten(1)))))
