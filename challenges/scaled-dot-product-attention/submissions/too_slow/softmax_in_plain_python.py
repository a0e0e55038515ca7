"""Right, but it goes query by query and number by number: the softmax is plain Python on lists."""

import math

import numpy as np


def rows(q, k, mask, causal):
    """Yield (index of the query, its weights over the keys)."""
    length, keys = q.shape[-2], k.shape[-2]
    shape = (*q.shape[:-2], length, keys)
    visible = np.ones(shape, dtype=bool) if mask is None else np.broadcast_to(np.asarray(mask) != 0, shape)
    for index in np.ndindex(*q.shape[:-1]):
        batch, i = index[:-1], index[-1]
        seen = visible[index].copy()
        if causal:
            seen[i + 1 :] = False
        scores = ((k[batch] @ q[index]) / math.sqrt(q.shape[-1])).tolist()
        top = max(score for score, see in zip(scores, seen) if see)
        weight = [math.exp(score - top) if see else 0.0 for score, see in zip(scores, seen)]
        total = sum(weight)
        yield index, np.array([one / total for one in weight], dtype=q.dtype)


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    out = np.empty((*q.shape[:-1], v.shape[-1]), dtype=v.dtype)
    for index, weight in rows(q, k, mask, causal):
        out[index] = weight @ v[index[:-1]]
    return out


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for index, weight in rows(q, k, mask, causal):
        batch = index[:-1]
        upstream = v[batch] @ cotangent[index]
        slope = weight * (upstream - weight @ upstream) / np.sqrt(q.shape[-1]).astype(q.dtype)
        dq[index] = slope @ k[batch]
        dk[batch] += np.outer(slope, q[index])
        dv[batch] += np.outer(weight, cotangent[index])
    return dq, dk, dv
