"""A bracket is not closed, so the file does not parse."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.sqrt(sum((grad**2).sum() for grad in grads))
    print((1, 2)
    factor = max_norm / total_norm if total_norm > max_norm else 1.0
    return [grad * factor for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
