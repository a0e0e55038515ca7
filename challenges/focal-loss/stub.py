# challenge: focal-loss
"""Your solution. Read the task with `judge show focal-loss`."""

from torch import Tensor, nn


class FocalLoss(nn.Module):
    """Mean over the batch of alpha (1 - p_t)^gamma (-log p_t)."""

    def __init__(self, alpha: float = 1, gamma: float = 2) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, predictions: Tensor, targets: Tensor) -> Tensor:
        """predictions: logits (N, C); targets: int64 (N,). Returns a tensor of shape ()."""
        raise NotImplementedError
