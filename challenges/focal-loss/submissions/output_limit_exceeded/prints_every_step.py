"""A debugging print was left in, a line for each step."""

import torch
from torch import nn
from torch.nn import functional


class FocalLoss(nn.Module):
    def __init__(self, alpha=1, gamma=2):
        super().__init__()
        self.alpha = alpha
        self.gamma = gamma

    def forward(self, predictions, targets):
        ce = functional.cross_entropy(predictions, targets, reduction="none")
        pt = torch.exp(-ce)
        for step in range(20_000):
            print("step", step, "of 20000")
        return (self.alpha * (1 - pt) ** self.gamma * ce).mean()
