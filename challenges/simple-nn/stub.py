# challenge: simple-nn
"""A network of two layers. The task is in statement.md; `judge show simple-nn` prints it."""

import torch
from torch import nn


class SimpleNN(nn.Module):
    """Linear, ReLU, linear.

    Parameters: fc1.weight (hidden, input), fc1.bias (hidden,), fc2.weight (output, hidden), fc2.bias (output,).
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, input_size) -> logits (B, output_size)."""
        raise NotImplementedError("return the logits")
