# challenge: adamw
"""A decorator for the closure, namedtuple settings, and explicit products of the betas."""

import functools
from collections import namedtuple

import torch

Settings = namedtuple("Settings", "lr betas eps weight_decay amsgrad")


def with_closure(update):
    @functools.wraps(update)
    def step(self, closure=None):
        value = None
        if closure is not None:
            with torch.set_grad_enabled(True):
                value = closure()
        with torch.no_grad():
            update(self)
        return value

    return step


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, *args, **kwargs):
        base = Settings(1e-3, (0.9, 0.999), 1e-8, 1e-2, False)
        given = {**base._asdict(), **dict(zip(Settings._fields, args)), **kwargs}
        super().__init__(params, given)

    @with_closure
    def step(self):
        for group in self.param_groups:
            o = Settings(*(group[k] for k in Settings._fields))
            for p in group["params"]:
                g = p.grad
                if g is None:
                    continue
                if g.is_sparse:
                    raise RuntimeError("sparse")
                st = self.state[p]
                st["p1"] = st.get("p1", 1.0) * o.betas[0]
                st["p2"] = st.get("p2", 1.0) * o.betas[1]
                st["m"] = torch.lerp(st.get("m", torch.zeros_like(p)), g, 1 - o.betas[0])
                st["v"] = torch.lerp(st.get("v", torch.zeros_like(p)), g * g, 1 - o.betas[1])
                st["w"] = torch.fmax(st["v"], st.get("w", st["v"]))
                w = st["w"] if o.amsgrad else st["v"]
                rate = (st["m"] / (1 - st["p1"])) / (w.sqrt() / (1 - st["p2"]) ** 0.5 + o.eps)
                p.sub_(o.lr * o.weight_decay * p + o.lr * rate)
