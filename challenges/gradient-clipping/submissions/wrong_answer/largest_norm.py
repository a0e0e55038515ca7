"""The norm is that of the longest tensor, not of all."""

import torch


def clip_by_norm(grads, max_norm):
    total_norm = torch.stack([(grad**2).sum() for grad in grads]).max().sqrt()
    factor = max_norm / total_norm if total_norm > max_norm else 1.0
    return [grad * factor for grad in grads], total_norm


def clip_by_value(grads, limit):
    return [grad.clamp(-limit, limit) for grad in grads]
