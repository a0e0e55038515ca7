"""One step of a long short-term memory cell: the numerical reference of the challenge `lstm-cell`."""

import torch
from torch import nn

State = tuple[torch.Tensor, torch.Tensor]


class LSTM_Cell(nn.Module):  # noqa: N801  the contract's name
    """LSTM cell with a forget gate (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000).

    i, f, g, o = the four chunks of i2h(x) + h2h(h), in that order: input gate, forget gate, candidate, output gate.
    c' = sigmoid(f) c + sigmoid(i) tanh(g) and h' = sigmoid(o) tanh(c'). Both layers have a bias and the biases add.

    Parameters, with H = `hidden_size`: i2h.weight (4H, input_size), i2h.bias (4H,), h2h.weight (4H, H), h2h.bias (4H,).
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input: torch.Tensor, state: State) -> State:  # noqa: A002  the contract's name
        """input (B, input_size) and state (h, c), each (B, H) -> (h', c'), each (B, H), in the inputs' dtype."""
        h, c = state
        i, f, g, o = (self.i2h(input) + self.h2h(h)).chunk(4, dim=1)
        c_new = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c_new), c_new
