"""The distances are squared."""

import torch
from torch import nn


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=1.0):
        super().__init__()
        self.margin = margin

    def distance(self, x, y):
        return torch.linalg.vector_norm(x - y + 1e-6, dim=1) ** 2

    def forward(self, anchor, positive, negative):
        near = self.distance(anchor, positive)
        far = self.distance(anchor, negative)
        return torch.relu(near - far + self.margin).mean()
