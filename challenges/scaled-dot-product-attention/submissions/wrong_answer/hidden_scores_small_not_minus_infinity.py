"""Hidden scores become -1e4, which is above a visible score that lies far below zero."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e4)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -1e4)
    return torch.softmax(scores, dim=-1) @ v
