"""The gates are a hard sigmoid, of straight lines, as in networks for phones."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    def __init__(self, in_channels, reduction=16):
        super().__init__()
        hidden = in_channels // reduction
        self.fc = nn.Sequential(
            nn.Linear(in_channels, hidden), nn.ReLU(), nn.Linear(hidden, in_channels), nn.Hardsigmoid()
        )

    def forward(self, x):
        squeezed = x.mean(dim=(2, 3))
        scale = self.fc(squeezed)
        return x * scale[:, :, None, None]
