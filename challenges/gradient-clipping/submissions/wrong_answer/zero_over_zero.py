"""Zero gradients become NaN, because the factor is 0 / 0 before it is bounded."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.sqrt(sum((grad**2).sum() for grad in grads))
    factor = torch.clamp(max_norm * (total_norm / total_norm) / total_norm, max=1.0)
    return [grad * factor for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
