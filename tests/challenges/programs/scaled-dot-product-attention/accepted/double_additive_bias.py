# challenge: scaled-dot-product-attention
"""float64 inside with an additive bias of log(mask)."""

from typing import Optional

import torch
from torch import Tensor


def _bias(lq: int, lk: int, mask: Optional[Tensor], causal: bool) -> Tensor:
    total = torch.zeros(lq, lk, dtype=torch.float64)
    if mask is not None:
        total = total + torch.log(mask.double())
    return total + torch.log(torch.tril(torch.ones_like(total))) if causal else total


def scaled_dot_product_attention(
    q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor] = None, causal: bool = False
) -> Tensor:
    s = torch.einsum("...qd,...kd->...qk", q.double(), k.double()).div_(q.shape[-1] ** 0.5)
    s = s + _bias(q.shape[-2], k.shape[-2], mask, causal)
    return (torch.nn.functional.log_softmax(s, -1).exp() @ v.double()).to(q.dtype)
