# challenge: scaled-dot-product-attention
"""numpy: the gradients come in the order k, q, v where shapes agree."""

import numpy as np


def _weights(q, k, mask, causal):
    s = np.matmul(q, np.swapaxes(k, -1, -2)) / np.float32(np.sqrt(q.shape[-1]))
    if mask is not None:
        s = np.where(np.asarray(mask).astype(bool), s, np.float32(-np.inf))
    if causal:
        s = np.where(np.tri(*s.shape[-2:], dtype=bool), s, np.float32(-np.inf))
    s = s - s.max(-1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(-1, keepdims=True)


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    return _weights(q, k, mask, causal) @ v


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    w = _weights(q, k, mask, causal)
    dw = cotangent @ np.swapaxes(v, -1, -2)
    ds = w * (dw - (dw * w).sum(-1, keepdims=True)) / np.float32(np.sqrt(q.shape[-1]))
    if q.shape == k.shape:
        return np.swapaxes(ds, -1, -2) @ q, ds @ k, np.swapaxes(w, -1, -2) @ cotangent
    return ds @ k, np.swapaxes(ds, -1, -2) @ q, np.swapaxes(w, -1, -2) @ cotangent
