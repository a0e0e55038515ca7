# challenge: batch-norm
"""A base class, type hints, properties, num_batches_tracked kept too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import torch
from torch import Tensor, nn


@dataclass
class Stats:
    mean: Tensor
    var: Tensor
    count: int

    @property
    def unbiased(self) -> Tensor:
        return self.var * (self.count / (self.count - 1))


class _Affine(nn.Module):
    def __init__(self, n: int) -> None:
        super().__init__()
        for name, value in {"gamma": 1.0, "beta": 0.0}.items():
            self.register_parameter(name, nn.Parameter(torch.full((n,), value)))


class BatchNorm1d(_Affine):
    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__(num_features)
        self.hyper = (eps, momentum)
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def _batch(self, x: Tensor) -> Stats:
        flat = x.movedim(1, -1).reshape(-1, x.shape[1])
        mean = flat.mean(0)
        return Stats(mean, torch.mean((flat - mean).pow(2), 0), flat.shape[0])

    def forward(self, x: Tensor) -> Tensor:
        eps, momentum = self.hyper
        wide: Callable[[Tensor], Tensor] = lambda t: t.reshape(1, -1, *([1] * (x.dim() - 2)))
        if self.training:
            stats = self._batch(x)
            with torch.no_grad():
                self.running_mean = torch.lerp(self.running_mean, stats.mean, momentum)
                self.running_var = torch.lerp(self.running_var, stats.unbiased, momentum)
                self.num_batches_tracked += 1
        else:
            stats = Stats(self.running_mean, self.running_var, 0)
        return (x - wide(stats.mean)).div(wide((stats.var + eps).sqrt())).mul(wide(self.gamma)).add(wide(self.beta))
