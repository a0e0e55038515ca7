"""A convolution as a sum of products over shifted images, and batch normalisation by hand."""

import torch
from torch import nn
from torch.nn import functional


class Conv(nn.Module):
    def __init__(self, channels, width, size, stride):
        super().__init__()
        self.size, self.stride = size, stride
        self.weight = nn.Parameter(torch.randn(width, channels, size, size) * 0.1)
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        pad = self.size // 2
        rows, columns = ((side - 1) // self.stride + 1 for side in x.shape[2:])
        x = functional.pad(x, (pad, pad, pad, pad))
        y = self.bias[:, None, None]
        for i in range(self.size):
            for j in range(self.size):
                seen = x[:, :, i :: self.stride, j :: self.stride][:, :, :rows, :columns]
                y = y + torch.einsum("oc,nchw->nohw", self.weight[:, :, i, j], seen)
        return y


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))
        self.register_buffer("running_mean", torch.zeros(width))
        self.register_buffer("running_var", torch.ones(width))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, count = x.mean((0, 2, 3)), x.numel() // x.shape[1]
            var = (x - mean[:, None, None]).square().mean((0, 2, 3))
            self.running_mean.mul_(0.9).add_(0.1 * mean.detach())
            self.running_var.mul_(0.9).add_(0.1 * var.detach() * count / (count - 1))
        scale = self.weight / torch.sqrt(var + 1e-5)
        return (x - mean[:, None, None]) * scale[:, None, None] + self.bias[:, None, None]


class ResidualBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1, self.bn1 = Conv(in_channels, out_channels, 3, stride), Norm(out_channels)
        self.conv2, self.bn2 = Conv(out_channels, out_channels, 3, 1), Norm(out_channels)
        self.shortcut = None
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(Conv(in_channels, out_channels, 1, stride), Norm(out_channels))

    def forward(self, x):
        y = self.bn1(self.conv1(x))
        y = self.bn2(self.conv2(y * (y > 0)))
        y = y + (x if self.shortcut is None else self.shortcut(x))
        return y * (y > 0)
