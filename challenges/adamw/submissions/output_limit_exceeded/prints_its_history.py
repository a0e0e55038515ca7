"""In every step the whole history so far is printed, so the output grows with the square of the steps."""

import math

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
            for p in group["params"]:
                if p.grad is None:
                    continue
                grad = p.grad
                if grad.is_sparse:
                    raise RuntimeError("AdamW does not support sparse gradients")
                state = self.state[p]
                if len(state) == 0:
                    state["step"] = 0
                    state["history"] = []
                    state["m"] = torch.zeros_like(p)
                    state["v"] = torch.zeros_like(p)
                    state["max_v"] = torch.zeros_like(p)
                state["step"] += 1
                beta1, beta2 = group["betas"]
                p.mul_(1 - group["lr"] * group["weight_decay"])
                state["m"].mul_(beta1).add_(grad, alpha=1 - beta1)
                state["v"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
                correction1 = 1 - beta1 ** state["step"]
                correction2 = 1 - beta2 ** state["step"]
                second = state["v"]
                if group["amsgrad"]:
                    torch.maximum(state["max_v"], second, out=state["max_v"])
                    second = state["max_v"]
                denominator = (second.sqrt() / math.sqrt(correction2)).add_(group["eps"])
                p.addcdiv_(state["m"], denominator, value=-group["lr"] / correction1)
                state["history"].append((grad.tolist(), state["m"].tolist(), state["v"].tolist(), p.tolist()))
                print("history:", state["history"])
        return loss
