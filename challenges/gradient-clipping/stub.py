# challenge: gradient-clipping
"""Your solution. Read the task with `judge show gradient-clipping`."""

from torch import Tensor


def clip_by_norm(grads: list[Tensor], max_norm: float) -> tuple[list[Tensor], Tensor]:
    """Return new tensors, scaled together to a norm of at most max_norm, and the norm before that."""
    raise NotImplementedError


def clip_by_value(grads: list[Tensor], limit: float) -> list[Tensor]:
    """Return new tensors, every element brought into [-limit, limit]."""
    raise NotImplementedError
