"""Keeps the state itself, but leaves the arithmetic to torch's fused AdamW kernel."""

import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        super().__init__(
            params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        )

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                if p.grad.is_sparse:
                    raise RuntimeError("AdamW does not support sparse gradients")
                state = self.state[p]
                if not state:
                    state["step"] = torch.zeros(())
                    state["m"], state["v"], state["top"] = (torch.zeros_like(p) for _ in range(3))
                state["step"] += 1
                top = [state["top"]] if group["amsgrad"] else []
                torch._fused_adamw_(
                    [p],
                    [p.grad],
                    [state["m"]],
                    [state["v"]],
                    top,
                    [state["step"]],
                    lr=group["lr"],
                    beta1=group["betas"][0],
                    beta2=group["betas"][1],
                    weight_decay=group["weight_decay"],
                    eps=group["eps"],
                    amsgrad=group["amsgrad"],
                    maximize=False,
                )
        return loss
