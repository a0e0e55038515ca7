"""Each tensor is clipped by a norm of its own."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.sqrt(sum((grad**2).sum() for grad in grads))
    factor = max_norm / total_norm if total_norm > max_norm else 1.0
    return [grad * min(1.0, max_norm / max(float(grad.norm()), 1e-30)) for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
