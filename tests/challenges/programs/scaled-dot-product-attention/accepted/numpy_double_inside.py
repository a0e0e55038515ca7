# challenge: scaled-dot-product-attention
"""numpy, float64 inside, logsumexp, gradient through the output."""

import numpy as np


def _double(*arrays):
    return tuple(np.asarray(a, dtype=np.float64) for a in arrays)


def _probabilities(q, k, mask, causal):
    s = np.einsum("...id,...jd->...ij", q, k) / q.shape[-1] ** 0.5
    allowed = np.broadcast_to(True if mask is None else np.asarray(mask) != 0, s.shape).copy()
    if causal:
        i, j = np.ogrid[: s.shape[-2], : s.shape[-1]]
        allowed &= j <= i
    s[~allowed] = -np.inf
    top = s.max(axis=-1, keepdims=True)
    return np.exp(s - (top + np.log(np.exp(s - top).sum(axis=-1, keepdims=True))))


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    q, k, v = _double(q, k, v)
    return np.einsum("...ij,...je->...ie", _probabilities(q, k, mask, causal), v).astype(np.float32)


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    g, q, k, v = _double(cotangent, q, k, v)
    p = _probabilities(q, k, mask, causal)
    out = np.einsum("...ij,...je->...ie", p, v)
    ds = p * (np.einsum("...ie,...je->...ij", g, v) - (g * out).sum(-1)[..., None]) * q.shape[-1] ** -0.5
    grads = [
        np.einsum("...ij,...jd->...id", ds, k),
        np.einsum("...ij,...id->...jd", ds, q),
        np.einsum("...ij,...ie->...je", p, g),
    ]
    return [x.astype(np.float32) for x in grads]
