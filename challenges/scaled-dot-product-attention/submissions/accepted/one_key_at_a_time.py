"""A running maximum and running sums over the keys: strictly sequential, and no (Lq, Lk) matrix is ever kept."""

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    length, keys = q.shape[-2], k.shape[-2]
    if mask is not None:
        mask = mask.bool().expand(*q.shape[:-2], length, keys)
    top = q.new_full((*q.shape[:-1], 1), -1e30)
    total = torch.zeros_like(top)
    out = q.new_zeros(*q.shape[:-1], v.shape[-1])
    position = torch.arange(length)
    for j in range(keys):
        score = (q * k[..., j : j + 1, :]).sum(-1, keepdim=True) / q.shape[-1] ** 0.5
        visible = torch.ones_like(score, dtype=torch.bool)
        if mask is not None:
            visible = visible & mask[..., j : j + 1]
        if causal:
            visible = visible & (position >= j).unsqueeze(-1)
        score = score.masked_fill(~visible, -1e30)
        new_top = torch.maximum(top, score).detach()
        weight = torch.exp(score - new_top) * visible
        shrink = torch.exp(top - new_top)
        total = total * shrink + weight
        out = out * shrink + weight * v[..., j : j + 1, :]
        top = new_top
    return out / total
