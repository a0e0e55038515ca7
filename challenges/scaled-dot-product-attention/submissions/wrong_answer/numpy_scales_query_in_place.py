"""The query is scaled in place, so the caller's array changes with every call."""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    q /= np.sqrt(q.shape[-1], dtype=q.dtype)
    scores = q @ np.swapaxes(k, -1, -2)
    if mask is not None:
        scores[~np.broadcast_to(np.asarray(mask, dtype=bool), scores.shape)] = -np.inf
    if causal:
        scores[..., ~np.tri(q.shape[-2], k.shape[-2], dtype=bool)] = -np.inf
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True) @ v
