"""A line is printed for every fraction of every call."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    def __init__(self, in_channels, reduction=16):
        super().__init__()
        hidden = in_channels // reduction
        self.fc = nn.Sequential(nn.Linear(in_channels, hidden), nn.ReLU(), nn.Linear(hidden, in_channels), nn.Sigmoid())

    def forward(self, x):
        for step in range(2000):
            print(f"forward: {step / 20:.2f} % of {x.numel()} numbers are done")
        squeezed = x.mean(dim=(2, 3))
        scale = self.fc(squeezed)
        return x * scale[:, :, None, None]
