"""Gradient clipping (Pascanu, Mikolov and Bengio, arXiv:1211.5063, algorithm 1)."""

from __future__ import annotations

import torch
from torch import Tensor


@torch.no_grad()
def clip_by_norm(grads: list[Tensor], max_norm: float) -> tuple[list[Tensor], Tensor]:
    """New tensors shaped like `grads`, scaled together to a norm of at most max_norm, and the norm before, shape ()."""
    total_norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(grad) for grad in grads]))
    if total_norm <= max_norm:
        return [grad.clone() for grad in grads], total_norm
    return [grad * (max_norm / total_norm) for grad in grads], total_norm


@torch.no_grad()
def clip_by_value(grads: list[Tensor], limit: float) -> list[Tensor]:
    """New tensors shaped like `grads`, every element brought into [-limit, limit]."""
    return [grad.clamp(-limit, limit) for grad in grads]
