"""AdamW: Adam with decoupled weight decay, optionally in its AMSGrad form.

Sources: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2 (with the schedule set to 1
and the decay multiplied by the learning rate, as PyTorch has it); Reddi et al. 2018, "On the Convergence of Adam and
Beyond", for AMSGrad.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


class AdamW(torch.optim.Optimizer):
    """Updates parameters of any shape and floating dtype in place; moments have the parameter's dtype.

    For a gradient g at step t, counted for each parameter on its own:

        p <- p - lr weight_decay p
        m <- beta1 m + (1 - beta1) g            v <- beta2 v + (1 - beta2) g^2
        p <- p - lr / (1 - beta1^t) * m / (sqrt(w) / sqrt(1 - beta2^t) + eps)

    where w is v, or with amsgrad the largest v so far.
    """

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
    ) -> None:
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay, "amsgrad": amsgrad}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient; return what `closure` returns, None without one.

        Raises:
            RuntimeError: a gradient is sparse.
        """
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, parameter.grad, group)
        return loss

    def _update(self, parameter: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        if gradient.is_sparse:
            raise RuntimeError("AdamW does not support sparse gradients")
        state, (beta1, beta2) = self.state[parameter], group["betas"]
        if not state:
            state |= {"step": 0, "m": torch.zeros_like(parameter), "v": torch.zeros_like(parameter)}
        state["step"] += 1
        parameter.mul_(1 - group["lr"] * group["weight_decay"])
        state["m"].mul_(beta1).add_(gradient, alpha=1 - beta1)
        state["v"].mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
        second = state["v"]
        if group["amsgrad"]:
            second = state["largest"] = torch.maximum(state.get("largest", second), second)
        denominator = second.sqrt().div_((1 - beta2 ** state["step"]) ** 0.5).add_(group["eps"])
        parameter.addcdiv_(state["m"], denominator, value=-group["lr"] / (1 - beta1 ** state["step"]))
