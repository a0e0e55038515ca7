"""The step count is a float32 tensor, as in torch's capturable form, so the bias corrections are float32 as well."""

import math

import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        if lr < 0 or eps < 0 or weight_decay < 0 or not all(0 <= beta < 1 for beta in betas):
            raise ValueError("settings out of range")
        super().__init__(
            params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        )

    def step(self, closure=None):
        loss = None if closure is None else closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p.data, p.grad.data, self.state[p], group)
        return loss

    def update(self, data, grad, state, group):
        if grad.layout is not torch.strided:
            raise RuntimeError("gradient is sparse")
        if "step" not in state:
            state["step"] = torch.tensor(0.0)
            state["mean"] = data.new_zeros(data.shape)
            state["square"] = data.new_zeros(data.shape)
            state["top"] = data.new_full(data.shape, -math.inf)
        beta1, beta2 = group["betas"]
        state["step"] += 1
        correction1 = 1 - torch.pow(torch.tensor(beta1), state["step"])
        correction2 = 1 - torch.pow(torch.tensor(beta2), state["step"])
        state["mean"] = state["mean"] * beta1 + grad * (1 - beta1)
        state["square"] = state["square"] * beta2 + grad.pow(2) * (1 - beta2)
        square = state["square"]
        if group["amsgrad"]:
            square = state["top"] = torch.max(state["top"], square)
        data.sub_(group["lr"] * group["weight_decay"] * data)
        data.sub_(group["lr"] / correction1 * state["mean"] / (square.sqrt() / correction2.sqrt() + group["eps"]))
