"""Whole lists of tensors at a time, with torch's _foreach functions; parameters with equal step counts go together."""

from collections import defaultdict

import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        super().__init__(params, defaults)

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
                    raise RuntimeError("no sparse gradients, please")
                state = self.state[p]
                if len(state) == 0:
                    state["step"] = 0
                    for name in ("exp_avg", "exp_avg_sq", "max_exp_avg_sq"):
                        state[name] = torch.zeros_like(p)
                state["step"] += 1
                batches[state["step"]].append(p)
            for t, batch in batches.items():
                self._together(batch, t, group)
        return loss

    def _together(self, batch, t, group):
        beta1, beta2 = group["betas"]
        grads = [p.grad for p in batch]
        m = [self.state[p]["exp_avg"] for p in batch]
        v = [self.state[p]["exp_avg_sq"] for p in batch]
        torch._foreach_mul_(batch, 1 - group["lr"] * group["weight_decay"])
        torch._foreach_lerp_(m, grads, 1 - beta1)
        torch._foreach_mul_(v, beta2)
        torch._foreach_addcmul_(v, grads, grads, 1 - beta2)
        if group["amsgrad"]:
            largest = [self.state[p]["max_exp_avg_sq"] for p in batch]
            torch._foreach_maximum_(largest, v)
            v = largest
        root = torch._foreach_sqrt(v)  # noqa: SLF001
        torch._foreach_div_(root, (1 - beta2**t) ** 0.5)
        torch._foreach_add_(root, group["eps"])
        torch._foreach_addcdiv_(batch, m, root, -group["lr"] / (1 - beta1**t))
