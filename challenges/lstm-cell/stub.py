# challenge: lstm-cell
"""One step of an LSTM. The task is in statement.md; `judge show lstm-cell` prints it."""

import torch
from torch import nn

State = tuple[torch.Tensor, torch.Tensor]


class LSTM_Cell(nn.Module):
    """An LSTM cell with a forget gate.

    Parameters, with H = `hidden_size`: i2h.weight (4H, input_size), i2h.bias (4H,), h2h.weight (4H, H), h2h.bias (4H,).
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the parameters")

    def forward(self, input: torch.Tensor, state: State) -> State:
        """input (B, input_size) and state (h, c), each (B, H) -> (h_new, c_new), each (B, H)."""
        raise NotImplementedError("return (h_new, c_new)")
