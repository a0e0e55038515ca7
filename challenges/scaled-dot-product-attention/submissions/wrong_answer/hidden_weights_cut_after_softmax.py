"""Hidden weights are set to zero after the softmax and the rest is scaled up: a hidden key still sets the maximum."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]), dim=-1)
    if mask is not None:
        weights = weights * (mask != 0)
    if causal:
        weights = weights.tril()
    weights = weights / weights.sum(dim=-1, keepdim=True).clamp_min(1e-12)
    return weights @ v
