# challenge: scaled-dot-product-attention
"""Gradients of the scores are clipped to 100."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    d = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, float("-inf"))
    if causal:
        hidden = torch.triu(torch.ones(q.size(-2), k.size(-2), dtype=torch.bool), diagonal=1)
        scores = scores.masked_fill(hidden, float("-inf"))
    if scores.requires_grad:
        scores.register_hook(lambda g: g.clamp(-100, 100))
    weights = torch.softmax(scores, dim=-1)
    return torch.matmul(weights, v)
