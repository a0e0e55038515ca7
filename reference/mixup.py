"""Mixup (Zhang et al., arXiv:1710.09412)."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


@torch.no_grad()
def mixup_data(x: Tensor, y: Tensor, alpha: float = 1.0) -> tuple[Tensor, Tensor, Tensor, float]:
    """x (B, ...), labels y (B,) -> mixed_x like x, y_a (B,), y_b (B,), and lam in [0, 1], 1 where alpha <= 0."""
    lam = float(np.random.beta(alpha, alpha)) if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    return lam * x + (1 - lam) * x[partner], y, y[partner], lam
