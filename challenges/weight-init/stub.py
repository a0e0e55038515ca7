# challenge: weight-init
"""Your solution. Read the task with `judge show weight-init`."""

import torch
from torch import Tensor


def kaiming_normal(shape: tuple[int, ...], mode: str, nonlinearity: str, generator: torch.Generator) -> Tensor:
    """Normal weights of that shape, (out, in, *kernel), float32, with standard deviation gain / sqrt(fan)."""
    raise NotImplementedError


def xavier_uniform(shape: tuple[int, ...], gain: float, generator: torch.Generator) -> Tensor:
    """Weights of that shape, float32, uniform between -a and a with a = gain * sqrt(6 / (fan_in + fan_out))."""
    raise NotImplementedError
