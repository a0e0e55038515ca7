"""The step is divided without rounding down, so that the rate falls at every step."""

import math


def cosine(step, base_lr, T_max, eta_min):
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * step / T_max)) / 2


def step_decay(step, base_lr, step_size, gamma):
    return base_lr * gamma ** (step / step_size)


def exponential(step, base_lr, gamma):
    return base_lr * gamma**step


def linear_warmup_cosine(step, base_lr, warmup, total):
    if step < warmup:
        return base_lr * step / warmup
    if step >= total:
        return 0.0
    return base_lr * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2
