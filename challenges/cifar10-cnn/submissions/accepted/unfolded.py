"""Convolutions as products with unfolded images, pooling as a maximum over new axes, dropout from uniform numbers."""

import torch
from torch import nn
from torch.nn import functional


class Cifar10CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc1 = nn.Linear(2304, 512)
        self.fc2 = nn.Linear(512, 10)

    def block(self, conv, x):
        side = x.shape[3] - 2
        y = torch.einsum("ok,nkp->nop", conv.weight.flatten(1), functional.unfold(x, 3)) + conv.bias[:, None]
        half = side // 2
        y = y.reshape(len(x), -1, side, side)[:, :, : 2 * half, : 2 * half]
        y = y.reshape(len(x), -1, half, 2, half, 2).amax(dim=(3, 5))
        return y * (y > 0)

    def forward(self, x):
        x = self.block(self.conv2, self.block(self.conv1, x)).reshape(len(x), -1)
        x = self.fc1(x).clamp_min(0)
        if self.training:
            x = x * (torch.rand_like(x) >= 0.5) * 2
        return self.fc2(x)
