"""The softmax runs over the queries (axis -2) instead of over the keys."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -1e9)
    return torch.softmax(scores, dim=-2) @ v
