"""Einsum for the products, queries scaled first, and a softmax written out with the maximum taken off."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = torch.einsum("...id,...jd->...ij", q / math.sqrt(q.shape[-1]), k)
    hidden = torch.zeros_like(scores, dtype=torch.bool)
    if mask is not None:
        hidden = hidden | (mask == 0)
    if causal:
        query, key = torch.arange(q.shape[-2]), torch.arange(k.shape[-2])
        hidden = hidden | (key[None, :] > query[:, None])
    scores = torch.where(hidden, torch.full_like(scores, -math.inf), scores)
    weights = torch.exp(scores - scores.amax(dim=-1, keepdim=True).detach())
    weights = weights / weights.sum(dim=-1, keepdim=True)
    return torch.einsum("...ij,...jv->...iv", weights, v)
