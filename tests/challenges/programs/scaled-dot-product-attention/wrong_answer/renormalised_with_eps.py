# challenge: scaled-dot-product-attention
"""The mask multiplies the weights, which are normalised again with 1e-6."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    d = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d)
    if mask is not None:
        pass
    if causal:
        hidden = torch.triu(torch.ones(q.size(-2), k.size(-2), dtype=torch.bool), diagonal=1)
        scores = scores.masked_fill(hidden, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights * mask
        weights = weights / (weights.sum(-1, keepdim=True) + 1e-6)
    return torch.matmul(weights, v)
