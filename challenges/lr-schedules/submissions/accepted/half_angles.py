"""The cosine by its half angle, repeated products, and a warm-up as the smaller of two ramps."""

from math import cos, pi


def cosine(step, base_lr, T_max, eta_min):
    high = cos(pi / 2 * step / T_max) ** 2
    return high * base_lr + (1 - high) * eta_min


def exponential(step, base_lr, gamma):
    for _ in range(step):
        base_lr = gamma * base_lr
    return base_lr


def step_decay(step, base_lr, step_size, gamma):
    return exponential(int(step / step_size), base_lr, gamma)


def linear_warmup_cosine(step, base_lr, warmup, total):
    if warmup and step <= warmup < total:
        return step / warmup * base_lr
    if step < total:
        return step / total * base_lr if warmup == total else cosine(step - warmup, base_lr, total - warmup, 0.0)
    return 0.0
