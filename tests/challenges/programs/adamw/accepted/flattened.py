# challenge: adamw
"""All parameters of a group with one step count joined into one vector."""

import math

import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            ready = [p for p in group["params"] if p.grad is not None]
            if any(p.grad.is_sparse for p in ready):
                raise RuntimeError("sparse gradients are not supported")
            for p in ready:
                self.state[p]["t"] = self.state[p].get("t", 0) + 1
            for t in {self.state[p]["t"] for p in ready}:
                self._together([p for p in ready if self.state[p]["t"] == t], t, group)
        return loss

    def _together(self, ps, t, group):
        b1, b2 = group["betas"]
        join = lambda f: torch.cat([f(p).reshape(-1) for p in ps])
        kept = lambda name: join(lambda p: self.state[p].get(name, torch.zeros_like(p)))
        g, x = join(lambda p: p.grad), join(lambda p: p)
        m = b1 * kept("m") + (1 - b1) * g
        v = b2 * kept("v") + (1 - b2) * g * g
        top = torch.where(kept("top") > v, kept("top"), v)
        w = top if group["amsgrad"] else v
        x = x - group["lr"] * group["weight_decay"] * x
        x = x - group["lr"] * (m / (1 - b1**t)) / (torch.sqrt(w) / math.sqrt(1 - b2**t) + group["eps"])
        sizes = [p.numel() for p in ps]
        for name, whole in (("m", m), ("v", v), ("top", top)):
            for p, part in zip(ps, whole.split(sizes)):
                self.state[p][name] = part.view_as(p).clone()
        for p, part in zip(ps, x.split(sizes)):
            p.copy_(part.view_as(p))
