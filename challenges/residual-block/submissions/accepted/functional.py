"""Layers that only hold parameters, and functional calls; ReLU as a maximum, the sum in another order."""

import torch
from torch import nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.stride = stride
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3)
        self.bn2 = nn.BatchNorm2d(out_channels)
        if stride == 1 and in_channels == out_channels:
            self.shortcut = nn.Identity()
        else:
            self.shortcut = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1), nn.BatchNorm2d(out_channels))

    def norm(self, bn, x):
        mean, var = bn.running_mean, bn.running_var
        return functional.batch_norm(x, mean, var, bn.weight, bn.bias, self.training, 0.1, 1e-5)

    def forward(self, x):
        side = x
        if not isinstance(self.shortcut, nn.Identity):
            conv, bn = self.shortcut
            side = self.norm(bn, functional.conv2d(x[:, :, :: self.stride, :: self.stride], conv.weight, conv.bias))
        y = functional.conv2d(x, self.conv1.weight, self.conv1.bias, stride=self.stride, padding=1)
        y = functional.threshold(self.norm(self.bn1, y), 0.0, 0.0)
        y = functional.conv2d(y, self.conv2.weight, self.conv2.bias, padding=1)
        return functional.threshold(side + self.norm(self.bn2, y), 0.0, 0.0)
