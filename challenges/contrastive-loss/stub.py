# challenge: contrastive-loss
"""Your solution. Read the task with `judge show contrastive-loss`."""

from torch import Tensor, nn


class ContrastiveLoss(nn.Module):
    """Mean over the batch of max(d(anchor, positive) - d(anchor, negative) + margin, 0)."""

    def __init__(self, margin: float = 1.0) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """Embeddings (B, D), three times. Returns a tensor of shape ()."""
        raise NotImplementedError
