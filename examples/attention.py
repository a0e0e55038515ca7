# challenge: attention
"""A right answer to the challenge `attention`: additive attention over the outputs of an encoder."""

import torch
from torch import nn


class Attention(nn.Module):
    """Scores each encoder output against the decoder's hidden state and returns their weighted mean."""

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """encoder_outputs (B, L, h) and hidden (B, h) to context (B, 1, h) and weights (B, L)."""
        repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
        energy = torch.tanh(self.attn(torch.cat([encoder_outputs, repeated], dim=2)))
        weights = torch.softmax(self.v(energy).squeeze(2), dim=1)
        context = torch.bmm(weights.unsqueeze(1), encoder_outputs)
        return context, weights
