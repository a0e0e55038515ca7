"""Weighted binary cross-entropy, and weights by the effective number of samples (Cui et al., arXiv:1901.05555)."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional


def weighted_bce(logits: Tensor, targets: Tensor, pos_weight: float | Tensor) -> Tensor:
    """Mean binary cross-entropy, (), in the dtype of the logits, the positive term multiplied by pos_weight.

    Logits and targets have one shape, to which pos_weight broadcasts. softplus(-x) is -log(sigmoid(x)), and finite.
    """
    positive, negative = functional.softplus(-logits), functional.softplus(logits)
    return (pos_weight * targets * positive + (1 - targets) * negative).mean()


def class_balanced_weights(counts: Tensor, beta: float) -> Tensor:
    """Samples of each class (C,), int64, at least 1 -> weights (C,), float32, whose sum is C; 0 <= beta < 1."""
    raw = 1 / (1 - beta ** counts.double())
    return (raw * (len(counts) / raw.sum())).float()
