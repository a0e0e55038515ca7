"""The softmax is written by hand and its denominator, not only its maximum, is computed under no_grad."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -math.inf)
    with torch.no_grad():
        logsumexp = torch.logsumexp(scores, dim=-1, keepdim=True)
    return torch.exp(scores - logsumexp) @ v
