# challenge: stock-predictor
"""A price from its history. The task is in statement.md; `judge show stock-predictor` prints it."""

import torch
from torch import nn


class StockPredictor(nn.Module):
    """Two layers of LSTM with dropout 0.2 between them, and a linear layer on the last hidden state.

    Parameters: those of a torch.nn.LSTM of two layers under lstm., and weight (1, H) and bias (1,) of fc.
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, L, input_size), the oldest first -> (B, 1)."""
        raise NotImplementedError("return the forecast")
