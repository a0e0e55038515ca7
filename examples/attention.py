# challenge: attention
"""Additive attention, as a candidate might hand it in."""

import torch
from torch import nn


class Attention(nn.Module):
    """Weights for encoder states, and their weighted average.

    Parameters: attn.weight (h, 2h), attn.bias (h,), v.weight (1, h), where h is `hidden_size`.
    """

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """encoder_outputs (B, L, h) and hidden (B, h) -> context (B, 1, h) and weights (B, L)."""
        length = encoder_outputs.shape[1]
        query = hidden[:, None, :].repeat(1, length, 1)
        energy = torch.tanh(self.attn(torch.cat([encoder_outputs, query], dim=-1)))
        weights = torch.softmax(self.v(energy)[:, :, 0], dim=-1)
        context = weights[:, None, :] @ encoder_outputs
        return context, weights
