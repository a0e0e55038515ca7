"""A print of the weights, with all their digits, was left in; it adds up to far more than the limit."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -math.inf)
    weights = torch.softmax(scores, dim=-1)
    print("q", q.tolist(), "k", k.tolist(), "scores", scores.tolist(), "weights", weights.tolist())
    return weights @ v
