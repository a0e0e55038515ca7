# challenge: scaled-dot-product-attention
"""The maximum is taken before the mask, so a huge hidden score makes all others vanish."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ k.mT / math.sqrt(q.shape[-1])
    e = torch.exp(s - s.amax(-1, keepdim=True))
    if mask is not None:
        e = e * (mask != 0)
    if causal:
        e = e.tril()
    return (e / e.sum(-1, keepdim=True)) @ v
