"""The formulas as written in the paper, out of place, with bias-corrected moments as tensors of their own."""

import torch
from torch.optim import Optimizer


class AdamW(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        super().__init__(
            params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        )

    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for group in self.param_groups:
                lr, (beta1, beta2), eps = group["lr"], group["betas"], group["eps"]
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    g = p.grad
                    if g.is_sparse:
                        raise RuntimeError("sparse gradients are not supported")
                    state = self.state[p]
                    t = state.get("t", 0) + 1
                    m = beta1 * state.get("m", torch.zeros_like(p)) + (1 - beta1) * g
                    v = beta2 * state.get("v", torch.zeros_like(p)) + (1 - beta2) * g * g
                    largest = torch.maximum(state.get("largest", torch.zeros_like(p)), v) if group["amsgrad"] else v
                    state.update(t=t, m=m, v=v, largest=largest)
                    m_hat = m / (1 - beta1**t)
                    v_hat = largest / (1 - beta2**t)
                    p.copy_(p - lr * group["weight_decay"] * p - lr * m_hat / (torch.sqrt(v_hat) + eps))
        return loss
