# challenge: imbalanced-loss
"""Your solution. Read the task with `judge show imbalanced-loss`."""

from torch import Tensor


def weighted_bce(logits: Tensor, targets: Tensor, pos_weight: float | Tensor) -> Tensor:
    """Mean binary cross-entropy, shape (), with the positive term multiplied by pos_weight."""
    raise NotImplementedError


def class_balanced_weights(counts: Tensor, beta: float) -> Tensor:
    """Samples of each class (C,), int64 -> weights (C,), float32, whose sum is C."""
    raise NotImplementedError
