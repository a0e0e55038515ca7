"""Expects four axes everywhere, as in a transformer's attention layer, and fails on any other number."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    batch, heads, length, width = q.shape
    scores = q @ k.transpose(2, 3) / math.sqrt(width)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -math.inf)
    return (torch.softmax(scores, dim=-1) @ v).view(batch, heads, length, -1)
