"""The softmax takes exp of the raw scores, without taking the row's maximum off first."""

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    weights = torch.exp(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5)
    if mask is not None:
        weights = weights * (mask != 0)
    if causal:
        weights = weights.tril()
    return (weights / weights.sum(dim=-1, keepdim=True)) @ v
