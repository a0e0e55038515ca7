"""The causal triangle is aligned at the last key, as for a cached prefix, instead of at the top left."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e30)
    if causal:
        shift = k.shape[-2] - q.shape[-2]
        scores = scores.masked_fill(torch.ones_like(scores).tril(shift) == 0, -1e30)
    return torch.softmax(scores, dim=-1) @ v
