# challenge: style-transfer-loss
"""Your solution. Read the task with `judge show style-transfer-loss`."""

from torch import Tensor


def gram_matrix(features: Tensor) -> Tensor:
    """(B, C, H, W) or (C, H, W) -> (B, C, C) or (C, C)."""
    raise NotImplementedError


def total_loss(gen: Tensor, content: Tensor, style: Tensor, alpha: float, beta: float) -> Tensor:
    """alpha times the content loss plus beta times the style loss, shape ()."""
    raise NotImplementedError
