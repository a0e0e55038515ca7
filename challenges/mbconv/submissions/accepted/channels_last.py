"""PyTorch's layers on images whose channels lie together in memory; gates as 1x1 convolutions."""

import torch
from torch import nn
from torch.nn import functional


class MBConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride, expand_ratio):
        super().__init__()
        wide = int(in_channels * expand_ratio)
        options = {"stride": stride, "padding": (kernel_size - 1) // 2, "groups": wide, "bias": False}
        self.conv1 = nn.Conv2d(in_channels, wide, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(wide)
        self.dwconv = nn.Conv2d(wide, wide, kernel_size, **options)
        self.bn2 = nn.BatchNorm2d(wide)
        self.se = nn.ModuleDict(
            {"fc": nn.Sequential(nn.Linear(wide, wide // 16), nn.ReLU(), nn.Linear(wide // 16, wide))}
        )
        self.conv2 = nn.Conv2d(wide, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.side = nn.Identity() if stride == 1 and in_channels == out_channels else None

    def forward(self, x):
        y = x.contiguous(memory_format=torch.channels_last)
        y = functional.hardtanh(self.bn1(self.conv1(y)), 0.0, 6.0)
        y = functional.hardtanh(self.bn2(self.dwconv(y)), 0.0, 6.0)
        gates = self.se["fc"](functional.adaptive_avg_pool2d(y, 1).flatten(1)).sigmoid()
        y = self.bn3(self.conv2(torch.mul(y, gates.unflatten(1, (-1, 1, 1)))))
        return y if self.side is None else y + self.side(x)
