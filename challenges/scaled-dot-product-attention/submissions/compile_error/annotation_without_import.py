"""The annotations name Tensor, which was never imported, so the file fails while it is imported."""

import math

import torch


def scaled_dot_product_attention(q: Tensor, k: Tensor, v: Tensor, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
