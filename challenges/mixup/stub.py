# challenge: mixup
"""Your solution. Read the task with `judge show mixup`."""

from torch import Tensor


def mixup_data(x: Tensor, y: Tensor, alpha: float = 1.0) -> tuple[Tensor, Tensor, Tensor, float]:
    """x (B, ...), labels y (B,) -> mixed_x like x, y_a (B,), y_b (B,), lam."""
    raise NotImplementedError
