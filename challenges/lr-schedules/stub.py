# challenge: lr-schedules
"""Your solution. Read the task with `judge show lr-schedules`."""

import math


def cosine(step: int, base_lr: float, T_max: int, eta_min: float) -> float:
    """From base_lr at step 0 to eta_min at step T_max, along half a cosine."""
    raise NotImplementedError


def step_decay(step: int, base_lr: float, step_size: int, gamma: float) -> float:
    """base_lr, times gamma after every step_size steps."""
    raise NotImplementedError


def exponential(step: int, base_lr: float, gamma: float) -> float:
    """base_lr, times gamma after every step."""
    raise NotImplementedError


def linear_warmup_cosine(step: int, base_lr: float, warmup: int, total: int) -> float:
    """From 0 to base_lr in `warmup` steps, then along half a cosine to 0 at `total`, and 0 from there on."""
    raise NotImplementedError
