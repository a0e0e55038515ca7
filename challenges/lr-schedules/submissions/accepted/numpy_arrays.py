"""numpy's functions on single numbers."""

import numpy as np


def half_cosine(share):
    return 0.5 + np.cos(np.pi * share) / 2


def cosine(step, base_lr, T_max, eta_min):
    return float(eta_min + (base_lr - eta_min) * half_cosine(step / T_max))


def step_decay(step, base_lr, step_size, gamma):
    return float(base_lr * np.power(gamma, np.floor(step / step_size)))


def exponential(step, base_lr, gamma):
    return float(base_lr * np.exp(step * np.log(gamma)))


def linear_warmup_cosine(step, base_lr, warmup, total):
    if step >= total:
        return 0.0
    return float(base_lr * (step / warmup if step < warmup else half_cosine((step - warmup) / (total - warmup))))
