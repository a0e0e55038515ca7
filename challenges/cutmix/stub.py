# challenge: cutmix
"""Your solution. Read the task with `judge show cutmix`."""

from torch import Tensor


def cutmix_data(x: Tensor, y: Tensor, alpha: float = 1.0) -> tuple[Tensor, Tensor, Tensor, float]:
    """x (B, C, H, W), labels y (B,) -> mixed like x, y_a (B,), y_b (B,), lam: the share that is left of a picture."""
    raise NotImplementedError
