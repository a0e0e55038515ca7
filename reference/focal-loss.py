"""Focal loss for many classes (Lin et al., arXiv:1708.02002, equation 5)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class FocalLoss(nn.Module):
    """Mean over the batch of alpha (1 - p_t)^gamma (-log p_t), where p_t is the probability of the right class."""

    def __init__(self, alpha: float = 1, gamma: float = 2) -> None:
        super().__init__()
        self.alpha = alpha
        self.gamma = gamma

    def forward(self, predictions: Tensor, targets: Tensor) -> Tensor:
        """Logits (N, C) and classes (N,), int64 -> (), in the dtype of the logits."""
        log_p = predictions.log_softmax(dim=1)[torch.arange(len(targets)), targets]
        wrong = -log_p.expm1()  # 1 - p_t, exact also where p_t is close to 1
        return -(self.alpha * wrong**self.gamma * log_p).mean()
