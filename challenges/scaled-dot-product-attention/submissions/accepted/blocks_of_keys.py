"""A running maximum and running sums over blocks of keys, so that no (Lq, Lk) matrix is ever kept."""

import torch

SMALLEST = 5


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    length, keys = q.shape[-2], k.shape[-2]
    if mask is not None:
        mask = mask.bool().expand(*q.shape[:-2], length, keys)
    top = q.new_full((*q.shape[:-1], 1), -1e30)
    total = torch.zeros_like(top)
    out = q.new_zeros(*q.shape[:-1], v.shape[-1])
    position = torch.arange(length)[:, None]
    block = max(SMALLEST, keys // 4)
    for start in range(0, keys, block):
        here = slice(start, min(start + block, keys))
        score = q @ k[..., here, :].transpose(-2, -1) / q.shape[-1] ** 0.5
        visible = torch.ones_like(score, dtype=torch.bool)
        if mask is not None:
            visible = visible & mask[..., here]
        if causal:
            visible = visible & (position >= torch.arange(here.start, here.stop))
        score = score.masked_fill(~visible, -1e30)
        new_top = torch.maximum(top, score.amax(dim=-1, keepdim=True)).detach()
        weight = torch.exp(score - new_top) * visible
        shrink = torch.exp(top - new_top)
        total = total * shrink + weight.sum(dim=-1, keepdim=True)
        out = out * shrink + weight @ v[..., here, :]
        top = new_top
    return out / total
