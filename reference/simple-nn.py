"""A network of two layers: the numerical reference of the challenge `simple-nn`."""

import torch
from torch import nn


class SimpleNN(nn.Module):
    """y = W2 max(0, W1 x + b1) + b2 (Goodfellow, Bengio and Courville 2016, section 6.1).

    Parameters: fc1.weight (hidden, input), fc1.bias (hidden,), fc2.weight (output, hidden), fc2.bias (output,).
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, output_size)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, input_size) -> logits (B, output_size), in the input's dtype."""
        return self.fc2(torch.relu(self.fc1(x)))
