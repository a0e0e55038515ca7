# challenge: dropout-mlp
"""A perceptron with dropout. The task is in statement.md; `judge show dropout-mlp` prints it."""

import torch
from torch import nn


class DropoutMLP(nn.Module):
    """Linear, ReLU, dropout, linear.

    Parameters: weight and bias of layers.0 (hidden, in_features) and of layers.3 (out, hidden).
    """

    def __init__(self, in_features: int = 784, hidden: int = 256, out: int = 10, p: float = 0.5) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, in_features) -> logits (B, out); self.training says whether units are dropped."""
        raise NotImplementedError("return the logits")
