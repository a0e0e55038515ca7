"""1e-6 is added to the norm before dividing, as torch's own function does."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.sqrt(sum((grad**2).sum() for grad in grads))
    factor = max_norm / (total_norm + 1e-6) if total_norm > max_norm else 1.0
    return [grad * factor for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
