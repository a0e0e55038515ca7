"""Coins from a Bernoulli distribution, and products that are summed by einsum."""

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / inputs**0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return torch.einsum("bi,oi->bo", x, self.weight) + self.bias


class DropoutMLP(nn.Module):
    def __init__(self, in_features=784, hidden=256, out=10, p=0.5):
        super().__init__()
        self.p = p
        self.layers = nn.ModuleDict({"0": Affine(in_features, hidden), "3": Affine(hidden, out)})

    def forward(self, x):
        h = self.layers["0"](x)
        h = h * (h > 0)
        if self.training and self.p > 0:
            h = h * torch.bernoulli(torch.full_like(h, 1 - self.p)) / (1 - self.p)
        return self.layers["3"](h)
