"""The factor is p_t^gamma instead of (1 - p_t)^gamma."""

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
        return (self.alpha * pt**self.gamma * ce).mean()
