"""A forecast from a series: the numerical reference of the challenge `stock-predictor`."""

import torch
from torch import nn


class StockPredictor(nn.Module):
    """Two layers of LSTM, with dropout 0.2 between them, and a linear layer on the upper one's last hidden state.

    Parameters: those of lstm, a torch.nn.LSTM, and of fc (1, hidden_size).
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers=2, batch_first=True, dropout=0.2)
        self.fc = nn.Linear(hidden_size, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (B, L, input_size), the oldest first -> (B, 1), in x's dtype."""
        outputs, _ = self.lstm(x)
        return self.fc(outputs[:, -1])
