"""Squares summed element after element, a root, and a maximum with zero."""

import torch
from torch import nn


def distance(x, y):
    total = 0
    for column in (x - y + 1e-6).unbind(1):
        total = total + column**2
    return total.sqrt()


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=1.0):
        super().__init__()
        self.margin = margin

    def forward(self, anchor, positive, negative):
        gap = self.margin + distance(anchor, positive) - distance(anchor, negative)
        return torch.clamp(gap, min=0).sum() / len(gap)
