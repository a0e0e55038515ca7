# challenge: scaled-dot-product-attention
"""With Lq != Lk causal is not applied."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    d = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, float("-inf"))
    if causal and q.size(-2) == k.size(-2):
        hidden = torch.triu(torch.ones(q.size(-2), k.size(-2), dtype=torch.bool), diagonal=1)
        scores = scores.masked_fill(hidden, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    return torch.matmul(weights, v)
