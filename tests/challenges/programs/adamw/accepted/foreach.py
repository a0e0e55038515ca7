# challenge: adamw
"""torch._foreach arithmetic, grouped by step count."""

from collections import defaultdict

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
            batches = defaultdict(list)
            for p in group["params"]:
                if p.grad is None:
                    continue
                if p.grad.is_sparse:
                    raise RuntimeError("no sparse gradients")
                s = self.state[p]
                s.setdefault("m", torch.zeros_like(p))
                s.setdefault("v", torch.zeros_like(p))
                s.setdefault("top", torch.zeros_like(p))
                s["t"] = s.get("t", 0) + 1
                batches[s["t"]].append(p)
            for t, ps in batches.items():
                self._update(group, t, ps)
        return loss

    def _update(self, group, t, ps):
        (b1, b2), lr = group["betas"], group["lr"]
        gs = [p.grad for p in ps]
        ms, vs, tops = ([self.state[p][k] for p in ps] for k in ("m", "v", "top"))
        torch._foreach_mul_(ps, 1 - lr * group["weight_decay"])
        torch._foreach_lerp_(ms, gs, 1 - b1)
        torch._foreach_mul_(vs, b2)
        torch._foreach_addcmul_(vs, gs, gs, 1 - b2)
        if group["amsgrad"]:
            torch._foreach_maximum_(tops, vs)
            vs = tops
        roots = torch._foreach_sqrt(vs)
        torch._foreach_div_(roots, (1 - b2**t) ** 0.5)
        torch._foreach_add_(roots, group["eps"])
        torch._foreach_addcdiv_(ps, ms, roots, -lr / (1 - b1**t))
