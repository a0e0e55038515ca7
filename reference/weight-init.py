"""Kaiming and Xavier initialisation (He et al., arXiv:1502.01852; Glorot and Bengio 2010)."""

from __future__ import annotations

import math

import torch
from torch import Tensor

GAINS = {"linear": 1.0, "relu": math.sqrt(2), "tanh": 5 / 3, "leaky_relu": math.sqrt(2 / (1 + 0.01**2))}


def _fans(shape: tuple[int, ...]) -> dict[str, int]:
    """fan_in and fan_out of a weight (out, in, *kernel)."""
    kernel = math.prod(shape[2:])
    return {"fan_in": shape[1] * kernel, "fan_out": shape[0] * kernel}


def kaiming_normal(shape: tuple[int, ...], mode: str, nonlinearity: str, generator: torch.Generator) -> Tensor:
    """Normal weights of that shape, (out, in, *kernel), float32, with standard deviation gain / sqrt(fan)."""
    return torch.randn(shape, generator=generator) * (GAINS[nonlinearity] / math.sqrt(_fans(shape)[mode]))


def xavier_uniform(shape: tuple[int, ...], gain: float, generator: torch.Generator) -> Tensor:
    """Weights of that shape, float32, uniform between -a and a with a = gain * sqrt(6 / (fan_in + fan_out))."""
    bound = gain * math.sqrt(6 / sum(_fans(shape).values()))
    return (2 * torch.rand(shape, generator=generator) - 1) * bound
