"""The logarithm is taken of the softmax, which may be 0."""

import torch
from torch import nn
from torch.nn import functional


class FocalLoss(nn.Module):
    def __init__(self, alpha=1, gamma=2):
        super().__init__()
        self.alpha = alpha
        self.gamma = gamma

    def forward(self, predictions, targets):
        ce = -torch.log(predictions.softmax(1).gather(1, targets[:, None])[:, 0])
        pt = torch.exp(-ce)
        return (self.alpha * (1 - pt) ** self.gamma * ce).mean()
