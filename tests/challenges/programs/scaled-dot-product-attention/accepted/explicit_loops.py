# challenge: scaled-dot-product-attention
"""A query at a time over flattened leading axes, selecting visible keys."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    lead, lq, lk = q.shape[:-2], q.shape[-2], k.shape[-2]
    qs, ks, vs = (t.reshape(-1, *t.shape[-2:]) for t in (q, k, v))
    if mask is None:
        mask = torch.ones(lq, lk)
    masks = mask.expand(*lead, lq, lk).reshape(-1, lq, lk) != 0
    out = []
    for b in range(qs.shape[0]):
        for i in range(lq):
            keys = [j for j in range(lk) if masks[b, i, j] and (j <= i or not causal)]
            s = torch.stack([torch.dot(qs[b, i], ks[b, j]) for j in keys]) / math.sqrt(q.shape[-1])
            out.append(torch.softmax(s, 0) @ vs[b][keys])
    return torch.stack(out).reshape(*lead, lq, v.shape[-1])
