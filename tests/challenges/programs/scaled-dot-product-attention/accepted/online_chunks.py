# challenge: scaled-dot-product-attention
"""Blocks of five keys with a running maximum and sum, as flash attention does."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    lq, lk = q.shape[-2], k.shape[-2]
    scale = 1 / math.sqrt(q.shape[-1])
    see = torch.ones(lq, lk, dtype=torch.bool) if mask is None else mask.bool()
    if causal:
        see = see & (torch.arange(lk)[None] <= torch.arange(lq)[:, None])
    see = see.expand(*q.shape[:-1], lk)
    top = q.new_full(q.shape[:-1], -1e38)
    total = torch.zeros_like(top)
    acc = q.new_zeros(*q.shape[:-1], v.shape[-1])
    for a in range(0, lk, 5):
        b = min(a + 5, lk)
        s = (q @ k[..., a:b, :].mT) * scale
        s = s.masked_fill(~see[..., a:b], -torch.inf)
        new = torch.maximum(top, s.detach().amax(-1))
        p = torch.exp(s - new[..., None])
        shrink = torch.exp(top - new)
        total = total * shrink + p.sum(-1)
        acc = acc * shrink[..., None] + p @ v[..., a:b, :]
        top = new
    return acc / total[..., None]
