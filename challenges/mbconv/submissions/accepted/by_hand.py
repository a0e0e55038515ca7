"""1x1 convolutions as einsums, the depthwise one as a sum over shifted images, batch normalisation by hand."""

import torch
from torch import nn
from torch.nn import functional


class Kernel(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(shape) * 0.1)

    def forward(self, x):
        return torch.einsum("oc,nchw->nohw", self.weight[:, :, 0, 0], x)


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


class MBConv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride, expand_ratio):
        super().__init__()
        self.size, self.stride, self.same = kernel_size, stride, in_channels == out_channels
        inner = int(in_channels * expand_ratio)
        self.conv1, self.bn1 = Kernel(inner, in_channels, 1, 1), Norm(inner)
        self.dwconv, self.bn2 = Kernel(inner, 1, kernel_size, kernel_size), Norm(inner)
        self.se = nn.Module()
        self.se.fc = nn.ModuleList([nn.Linear(inner, inner // 16), nn.ReLU(), nn.Linear(inner // 16, inner)])
        self.conv2, self.bn3 = Kernel(out_channels, inner, 1, 1), Norm(out_channels)

    def depthwise(self, x):
        pad, total = self.size // 2, 0
        rows, columns = ((side - 1) // self.stride + 1 for side in x.shape[2:])
        x = functional.pad(x, (pad, pad, pad, pad))
        for i in range(self.size):
            for j in range(self.size):
                seen = x[:, :, i :: self.stride, j :: self.stride][:, :, :rows, :columns]
                total = total + seen * self.dwconv.weight[:, 0, i, j, None, None]
        return total

    def forward(self, x):
        y = self.bn1(self.conv1(x)).clamp(0, 6)
        y = self.bn2(self.depthwise(y)).clamp(0, 6)
        hidden = self.se.fc[0](y.flatten(2).mean(2))
        gates = torch.sigmoid(self.se.fc[2](hidden * (hidden > 0)))
        y = self.bn3(self.conv2(gates[:, :, None, None] * y))
        return y + x if self.same and self.stride == 1 else y
