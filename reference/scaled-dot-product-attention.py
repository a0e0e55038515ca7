"""Scaled dot-product attention, with a mask and a causal switch.

Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.2.1: softmax(q k^T / sqrt(d)) v.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor


def scaled_dot_product_attention(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None, causal: bool = False
) -> Tensor:
    """Return the mean of the values `v`, weighted by how well each query matches each key.

    q (..., Lq, d), k (..., Lk, d), v (..., Lk, dv): floating, of one dtype; result (..., Lq, dv), of that dtype.
    mask: bool or 0/1, broadcasts to (..., Lq, Lk); true or 1 means that the query may attend to the key.
    causal: query i may attend to keys 0..i only (aligned at the top left where Lq != Lk); combined with mask by AND.
    """
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        may_attend = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).tril()
        scores = scores.masked_fill(~may_attend, -math.inf)
    return torch.softmax(scores, dim=-1) @ v
