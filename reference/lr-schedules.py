"""Learning-rate schedules in closed form (Loshchilov and Hutter, arXiv:1608.03983; Goyal et al., arXiv:1706.02677)."""

from __future__ import annotations

import math


def cosine(step: int, base_lr: float, T_max: int, eta_min: float) -> float:
    """From base_lr at step 0 to eta_min at step T_max, along half a cosine; 0 <= step <= T_max."""
    return eta_min + (base_lr - eta_min) * 0.5 * (1 + math.cos(math.pi * step / T_max))


def step_decay(step: int, base_lr: float, step_size: int, gamma: float) -> float:
    """base_lr, times gamma after every step_size steps."""
    return base_lr * gamma ** (step // step_size)


def exponential(step: int, base_lr: float, gamma: float) -> float:
    """base_lr, times gamma after every step."""
    return base_lr * gamma**step


def linear_warmup_cosine(step: int, base_lr: float, warmup: int, total: int) -> float:
    """From 0 to base_lr in `warmup` steps, then along half a cosine to 0 at `total`, and 0 from there on."""
    if step < warmup:
        return base_lr * step / warmup
    if step >= total:
        return 0.0
    return cosine(step - warmup, base_lr, total - warmup, 0.0)
