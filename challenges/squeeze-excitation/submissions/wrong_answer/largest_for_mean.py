"""The squeeze takes a channel's largest number instead of its mean."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    def __init__(self, in_channels, reduction=16):
        super().__init__()
        hidden = in_channels // reduction
        self.fc = nn.Sequential(nn.Linear(in_channels, hidden), nn.ReLU(), nn.Linear(hidden, in_channels), nn.Sigmoid())

    def forward(self, x):
        squeezed = x.amax(dim=(2, 3))
        scale = self.fc(squeezed)
        return x * scale[:, :, None, None]
