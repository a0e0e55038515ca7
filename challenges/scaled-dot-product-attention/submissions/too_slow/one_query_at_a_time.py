"""Right, but numpy is called about ten times for each single query, so most of the time goes into calling."""

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
        score = (k[batch] @ q[index]) / np.sqrt(q.shape[-1]).astype(q.dtype)
        weight = np.zeros(keys, dtype=q.dtype)
        weight[seen] = np.exp(score[seen] - score[seen].max())
        yield index, weight / weight.sum()


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
