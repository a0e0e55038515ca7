# challenge: scaled-dot-product-attention
"""A torch.autograd.Function with the whole backward by hand."""

import torch


class Attend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, q, k, v, see):
        r = q.shape[-1] ** -0.5
        p = torch.softmax((q @ k.mT * r).masked_fill(~see, -torch.inf), -1)
        out = p @ v
        ctx.save_for_backward(q, k, v, p, out)
        return out

    @staticmethod
    def backward(ctx, g):
        q, k, v, p, out = ctx.saved_tensors
        ds = p * (g @ v.mT - (g * out).sum(-1, keepdim=True)) * q.shape[-1] ** -0.5
        return ds @ k, ds.mT @ q, p.mT @ g, None


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    see = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool)
    see = see & mask.bool() if mask is not None else see
    return Attend.apply(q, k, v, see.tril() if causal else see)
