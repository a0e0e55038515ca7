"""x is added wherever the stride is 1, also if the number of channels changes."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction=16):
        super().__init__()
        hidden = channels // reduction
        self.fc = nn.Sequential(nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels), nn.Sigmoid())

    def gates(self, x):
        return self.fc(x.mean(dim=(2, 3)))[:, :, None, None]


class MBConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride, expand_ratio):
        super().__init__()
        width = int(in_channels * expand_ratio)
        self.residual = stride == 1
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.dwconv = nn.Conv2d(
            width, width, kernel_size, stride=stride, padding=kernel_size // 2, groups=width, bias=False
        )
        self.bn2 = nn.BatchNorm2d(width)
        self.se = SqueezeExcitation(width)
        self.conv2 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.relu6 = nn.ReLU6()

    def forward(self, x):
        y = self.relu6(self.bn1(self.conv1(x)))
        y = self.relu6(self.bn2(self.dwconv(y)))
        y = y * self.se.gates(y)
        y = self.bn3(self.conv2(y))
        return x + y if self.residual else y
