"""The causal mask also hides the query's own position, for every query but the first, which would see nothing."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        seen = torch.ones(scores.shape[-2:]).tril(-1)
        seen[0, 0] = 1
        scores = scores.masked_fill(seen == 0, -1e30)
    return torch.softmax(scores, dim=-1) @ v
