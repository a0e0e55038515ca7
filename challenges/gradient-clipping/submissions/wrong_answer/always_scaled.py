"""Gradients within the bound are made longer."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.sqrt(sum((grad**2).sum() for grad in grads))
    factor = max_norm / total_norm if total_norm > 0 else 1.0
    return [grad * factor for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
