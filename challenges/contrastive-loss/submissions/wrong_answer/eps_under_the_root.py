"""A small number is added under the root instead of to the difference."""

import torch
from torch import nn


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=1.0):
        super().__init__()
        self.margin = margin

    def distance(self, x, y):
        return ((x - y) ** 2).sum(1).add(1e-12).sqrt()

    def forward(self, anchor, positive, negative):
        near = self.distance(anchor, positive)
        far = self.distance(anchor, negative)
        return torch.relu(near - far + self.margin).mean()
