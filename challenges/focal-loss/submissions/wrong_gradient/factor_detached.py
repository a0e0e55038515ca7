"""The factor is detached, as if it were a constant."""

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
        pt = torch.exp(-ce).detach()
        return (self.alpha * (1 - pt) ** self.gamma * ce).mean()
