# challenge: attention
"""Additive attention. The task is in statement.md; `judge show attention` prints it."""

import torch
from torch import nn


class Attention(nn.Module):
    """Weights for encoder states, and their weighted average.

    Parameters: attn.weight (h, 2h), attn.bias (h,), v.weight (1, h), where h is `hidden_size`.
    """

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the parameters")

    def forward(self, encoder_outputs: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """encoder_outputs (B, L, h) and hidden (B, h) -> context (B, 1, h) and weights (B, L)."""
        raise NotImplementedError("return (context, weights)")
