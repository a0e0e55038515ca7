# challenge: adamw
"""State in dataclasses held in a dict of its own, keyed by the parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass
class Moments:
    like: Tensor
    t: int = 0
    m: Tensor = field(init=False)
    v: Tensor = field(init=False)
    vmax: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self.m, self.v, self.vmax = (torch.zeros_like(self.like) for _ in range(3))

    def feed(self, g: Tensor, b1: float, b2: float) -> None:
        self.t += 1
        self.m += (g - self.m) * (1 - b1)
        self.v += (g * g - self.v) * (1 - b2)
        self.vmax = torch.max(self.vmax, self.v)


class AdamW(torch.optim.Optimizer):
    def __init__(
        self,
        params: Iterable,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
    ) -> None:
        super().__init__(
            params, {k: v for k, v in locals().items() if k in ("lr", "betas", "eps", "weight_decay", "amsgrad")}
        )
        self.memory: dict[Tensor, Moments] = {}

    def step(self, closure: Callable | None = None):
        result = closure() if closure is not None else None
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    self._move(p, **{k: v for k, v in group.items() if k != "params"})
        return result

    def _move(self, p: Tensor, lr: float, betas: tuple, eps: float, weight_decay: float, amsgrad: bool, **_) -> None:
        if p.grad is None:
            return
        if p.grad.is_sparse:
            raise RuntimeError("AdamW: sparse gradient")
        memory = self.memory.setdefault(p, Moments(p.detach()))
        memory.feed(p.grad, *betas)
        c1, c2 = (1 - b**memory.t for b in betas)
        root = (memory.vmax if amsgrad else memory.v).sqrt().div(c2**0.5).add(eps)
        p -= lr * weight_decay * p
        p -= (lr / c1) * (memory.m / root)
