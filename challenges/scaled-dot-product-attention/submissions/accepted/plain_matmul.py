"""The formula as it stands, with one mask built from both conditions."""

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = torch.matmul(q, k.transpose(-2, -1)) * q.size(-1) ** -0.5
    allowed = torch.ones(q.size(-2), k.size(-2), dtype=torch.bool)
    if causal:
        allowed = torch.tril(allowed)
    if mask is not None:
        allowed = allowed & mask.bool()
    scores = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min)
    return torch.matmul(scores.softmax(dim=-1), v)
