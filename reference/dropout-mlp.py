"""A multilayer perceptron with dropout: the numerical reference of the challenge `dropout-mlp`."""

import torch
from torch import nn


class DropoutMLP(nn.Module):
    """Linear, ReLU, inverted dropout (Srivastava et al., JMLR 15, 2014), linear.

    Parameters: weight and bias of layers.0 (hidden, in_features) and of layers.3 (out, hidden).
    """

    def __init__(self, in_features: int = 784, hidden: int = 256, out: int = 10, p: float = 0.5) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(in_features, hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, in_features) -> logits (B, out), in x's dtype."""
        return self.layers(x)
