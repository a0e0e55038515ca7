# challenge: scaled-dot-product-attention
"""A softmax of its own whose backward is only the diagonal."""

import math

import torch


class S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, s):
        p = torch.softmax(s, -1)
        ctx.save_for_backward(p)
        return p

    @staticmethod
    def backward(ctx, g):
        (p,) = ctx.saved_tensors
        return g * p * (1 - p)


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    d = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, float("-inf"))
    if causal:
        hidden = torch.triu(torch.ones(q.size(-2), k.size(-2), dtype=torch.bool), diagonal=1)
        scores = scores.masked_fill(hidden, float("-inf"))
    weights = S.apply(scores)
    return torch.matmul(weights, v)
