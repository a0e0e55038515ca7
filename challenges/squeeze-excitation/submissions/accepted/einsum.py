"""Means, layers and the product as einsums; the sigmoid by tanh."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    def __init__(self, in_channels, reduction=16):
        super().__init__()
        hidden = in_channels // reduction
        self.fc = nn.ModuleList([nn.Linear(in_channels, hidden), nn.ReLU(), nn.Linear(hidden, in_channels)])

    def forward(self, x):
        first, _, second = self.fc
        s = torch.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])
        h = torch.einsum("nc,hc->nh", s, first.weight) + first.bias
        z = torch.einsum("nh,ch->nc", h * (h > 0), second.weight) + second.bias
        return torch.einsum("nchw,nc->nchw", x, torch.sigmoid(z))
