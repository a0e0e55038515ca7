"""numpy, one matrix of the leading axes at a time; logarithms of the weights first, and sums one key after another."""

import numpy as np


def log_weights(q, k, visible):
    """q (Lq, d), k (Lk, d), visible (Lq, Lk) bool: the logarithms of the attention weights, -inf where hidden."""
    scores = np.where(visible, (q @ k.T) * np.asarray(q.shape[1] ** -0.5, dtype=q.dtype), -np.inf).astype(q.dtype)
    top = scores.max(axis=1, keepdims=True)
    return scores - top - np.log(np.cumsum(np.exp(scores - top), axis=1)[:, -1:])


def matrices(q, k, mask, causal):
    """Yield (index into the leading axes, log weights) for each matrix."""
    shape = (*q.shape[:-1], k.shape[-2])
    seen = np.ones(shape, dtype=bool) if mask is None else np.broadcast_to(np.asarray(mask) != 0, shape)
    if causal:
        seen = np.logical_and(seen, np.arange(shape[-1]) <= np.arange(shape[-2])[:, None])
    for index in np.ndindex(*q.shape[:-2]):
        yield index, log_weights(q[index], k[index], seen[index])


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    out = np.empty((*q.shape[:-1], v.shape[-1]), dtype=v.dtype)
    for index, logs in matrices(q, k, mask, causal):
        out[index] = np.exp(logs) @ v[index]
    return out


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for index, logs in matrices(q, k, mask, causal):
        weights = np.exp(logs)
        dv[index] = weights.T @ cotangent[index]
        upstream = cotangent[index] @ v[index].T
        slope = weights * (upstream - (cotangent[index] * (weights @ v[index])).sum(axis=1, keepdims=True))
        slope = slope * np.asarray(q.shape[-1] ** -0.5, dtype=q.dtype)
        dq[index] = slope @ k[index]
        dk[index] = slope.T @ q[index]
    return dq, dk, dv
