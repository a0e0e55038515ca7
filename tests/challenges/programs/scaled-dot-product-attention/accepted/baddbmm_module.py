# challenge: scaled-dot-product-attention
"""A module behind the function, baddbmm with a finite bias where nothing can reach it."""

import functools

import torch
from torch import nn


class _Attend(nn.Module):
    def forward(self, q, k, v, see):
        lead = q.shape[:-2]
        q, k, v = (t.reshape((-1,) + t.shape[-2:]) for t in (q, k, v))
        s = torch.baddbmm(
            q.new_zeros(()).expand(q.shape[0], q.shape[1], k.shape[1]),
            q,
            k.transpose(1, 2),
            beta=0,
            alpha=q.shape[-1] ** -0.5,
        )
        s = s.view(*lead, *s.shape[1:])
        s = s.masked_fill(see.logical_not(), torch.finfo(s.dtype).min)
        w = s.softmax(-1).masked_fill(see.logical_not(), 0)
        return (w.reshape((-1,) + w.shape[-2:]).bmm(v)).view(*lead, w.shape[-2], v.shape[-1])


@functools.cache
def _triangle(lq, lk):
    return torch.ones(lq, lk).tril() > 0


_attend = _Attend()


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    see = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool)
    see = see if mask is None else see.logical_and(mask)
    see = see.logical_and(_triangle(*see.shape[-2:])) if causal else see
    return _attend(q, k, v, see)
