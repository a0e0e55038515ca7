"""Works on numpy views of the parameters, with the state in a dict of its own and corrections kept as products."""

import numpy as np
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        super().__init__(params, defaults)
        self.moments = {}

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
                    raise RuntimeError("sparse gradient")
                self.update(id(p), p.detach().numpy(), p.grad.numpy(), group)
        return loss

    def update(self, key, value, grad, group):
        beta1, beta2 = group["betas"]
        zeros = np.zeros_like(value)
        m, v, top, power1, power2 = self.moments.get(key, (zeros, zeros, zeros, 1.0, 1.0))
        power1, power2 = power1 * beta1, power2 * beta2
        m = m + (1 - beta1) * (grad - m)
        v = v + (1 - beta2) * (grad * grad - v)
        top = np.maximum(top, v)
        self.moments[key] = m, v, top, power1, power2
        second = top if group["amsgrad"] else v
        value *= 1 - group["lr"] * group["weight_decay"]
        value -= group["lr"] * (m / (1 - power1)) / (np.sqrt(second / (1 - power2)) + group["eps"])
