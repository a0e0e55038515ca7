# challenge: scaled-dot-product-attention
"""numpy with np.errstate as a decorator and a generator of rows."""

import numpy as np


@np.errstate(under="ignore")
def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    lq, lk = q.shape[-2], k.shape[-2]
    shape = q.shape[:-1] + (lk,)
    see = np.ones(shape, bool) if mask is None else np.broadcast_to(mask, shape).astype(bool)
    see = see & np.tri(lq, lk, dtype=bool) if causal else see
    rows = []
    for i in range(lq):
        s = (k * q[..., i : i + 1, :]).sum(-1) / np.float32(q.shape[-1] ** 0.5)
        s = np.where(see[..., i, :], s, np.float32(-np.inf))
        e = np.exp(s - s.max(-1, keepdims=True))
        rows.append((e[..., None] * v).sum(-2) / e.sum(-1, keepdims=True))
    return np.stack(rows, axis=-2)


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    r = np.float32(1 / np.sqrt(q.shape[-1]))
    s = q @ np.moveaxis(k, -1, -2) * r
    see = np.broadcast_to(True if mask is None else np.not_equal(mask, 0), s.shape)
    see = np.logical_and(see, np.tri(*s.shape[-2:], dtype=bool)) if causal else see
    s = np.where(see, s, np.float32(-np.inf))
    p = np.exp(s - s.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    dp = cotangent @ np.moveaxis(v, -1, -2)
    ds = r * p * (dp - np.sum(p * dp, axis=-1, keepdims=True))
    return ds @ k, np.moveaxis(ds, -1, -2) @ q, np.moveaxis(p, -1, -2) @ cotangent
