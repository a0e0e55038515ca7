# challenge: adamw
"""The bias corrections multiplied into lr and eps, as in the paper's efficient form."""

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
        for g in self.param_groups:
            for p in g["params"]:
                if p.grad is None:
                    continue
                if p.grad.is_sparse:
                    raise RuntimeError("sparse")
                s = self.state[p]
                if len(s) == 0:
                    s.update(t=torch.tensor(0.0), m=torch.zeros_like(p), v=torch.zeros_like(p), big=torch.zeros_like(p))
                s["t"] += 1
                t = s["t"].item()
                b1, b2 = g["betas"]
                root2 = math.sqrt(1 - b2**t)
                s["m"].lerp_(p.grad, 1 - b1)
                s["v"].mul_(b2).add_(p.grad.square().mul_(1 - b2))
                s["big"].copy_(torch.maximum(s["big"], s["v"]))
                w = s["big"] if g["amsgrad"] else s["v"]
                p.mul_(1 - g["lr"] * g["weight_decay"])
                p.sub_(s["m"] / (w.sqrt() + g["eps"] * root2) * (g["lr"] * root2 / (1 - b1**t)))
        return loss
