"""CutMix (Yun et al., arXiv:1905.04899, section 3.2)."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def _span(size: int, side: float) -> slice:
    """An interval of about size * side pixels around a uniform centre, clipped to 0 .. size."""
    half = round(size * side / 2)
    centre = int(torch.randint(size, ()))
    return slice(max(centre - half, 0), min(centre + half, size))


@torch.no_grad()
def cutmix_data(x: Tensor, y: Tensor, alpha: float = 1.0) -> tuple[Tensor, Tensor, Tensor, float]:
    """x (B, C, H, W), labels y (B,) -> mixed like x, y_a (B,), y_b (B,), lam: the share that is left of a picture."""
    height, width = x.shape[2:]
    side = np.sqrt(1 - np.random.beta(alpha, alpha)) if alpha > 0 else 0.0
    rows, columns = _span(height, side), _span(width, side)
    partner, mixed = torch.randperm(len(x)), x.clone()
    mixed[:, :, rows, columns] = x[partner][:, :, rows, columns]
    area = (rows.stop - rows.start) * (columns.stop - columns.start)
    return mixed, y, y[partner], 1 - area / (height * width)
