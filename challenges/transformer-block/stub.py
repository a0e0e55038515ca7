# challenge: transformer-block
"""A transformer's encoder block. The task is in statement.md; `judge show transformer-block` prints it."""

import torch
from torch import nn


class TransformerBlock(nn.Module):
    """Self-attention and a feed-forward network, each added to its input and normalised.

    Parameters: weight and bias of attention.W_q, .W_k, .W_v, .W_o, of feed_forward.0 and .2, of norm1 and norm2.
    """

    def __init__(self, d_model: int, n_heads: int, d_ff: int, dropout: float = 0.1) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """x (B, L, d_model), mask broadcasts to (B, n_heads, L, L), 0 = hidden -> (B, L, d_model)."""
        raise NotImplementedError("return (B, L, d_model)")
