"""All gradients as one vector, clipped, and cut into the old shapes."""

import torch


def cut(vector, grads):
    parts = torch.split(vector, [grad.numel() for grad in grads])
    return [part.view(grad.shape) for part, grad in zip(parts, grads)]


def clip_by_norm(grads, max_norm):
    vector = torch.cat([grad.flatten() for grad in grads])
    total_norm = float(vector @ vector) ** 0.5
    return cut(vector if total_norm <= max_norm else vector / total_norm * max_norm, grads), total_norm


def clip_by_value(grads, limit):
    vector = torch.cat([grad.flatten() for grad in grads])
    low, high = torch.full_like(vector, -limit), torch.full_like(vector, limit)
    return cut(torch.minimum(torch.maximum(vector, low), high), grads)
