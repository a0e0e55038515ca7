# challenge: adamw
"""A pure function of all state, assigned to p.data."""

import torch


def decayed(p, g, m, v, top, t, lr, betas, eps, wd, amsgrad):
    b1, b2 = betas
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    top = torch.maximum(top, v)
    w = top if amsgrad else v
    update = (m / (1 - b1**t)) / (torch.sqrt(w) / (1 - b2**t) ** 0.5 + eps)
    return p - lr * wd * p - lr * update, m, v, top


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        torch.optim.Optimizer.__init__(self, params, defaults)

    def step(self, closure=None):
        loss = closure() if closure else None
        for group in self.param_groups:
            for p in filter(lambda p: p.grad is not None, group["params"]):
                if p.grad.layout is torch.sparse_coo:
                    raise RuntimeError("sparse")
                old = self.state[p].get("s") or (torch.zeros_like(p.data),) * 3
                t = self.state[p].get("t", 0) + 1
                new, *s = decayed(
                    p.data,
                    p.grad.data,
                    *old,
                    t,
                    group["lr"],
                    group["betas"],
                    group["eps"],
                    group["weight_decay"],
                    group["amsgrad"],
                )
                self.state[p]["s"], self.state[p]["t"] = s, t
                p.data = new
        return loss
