"""A pooling layer, and 1x1 convolutions with the weights of the linear layers."""

import torch
from torch import nn
from torch.nn import functional


class SqueezeExcitation(nn.Module):
    def __init__(self, in_channels, reduction=16):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        few = in_channels // reduction
        self.fc = nn.Sequential(nn.Linear(in_channels, few), nn.ReLU(inplace=True), nn.Linear(few, in_channels))

    def forward(self, x):
        s = self.pool(x)
        s = functional.conv2d(s, self.fc[0].weight[:, :, None, None], self.fc[0].bias).relu()
        s = functional.conv2d(s, self.fc[2].weight[:, :, None, None], self.fc[2].bias)
        return s.sigmoid().expand_as(x).mul(x)
