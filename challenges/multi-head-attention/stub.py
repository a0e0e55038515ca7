# challenge: multi-head-attention
"""Multi-head attention. The task is in statement.md; `judge show multi-head-attention` prints it."""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Several attentions side by side.

    Parameters: weight (d_model, d_model) and bias (d_model,) of each of W_q, W_k, W_v and W_o.
    """

    def __init__(self, d_model: int, num_heads: int) -> None:
        """Raises ValueError or AssertionError if num_heads does not divide d_model."""
        super().__init__()
        raise NotImplementedError("make the parameters")

    def forward(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """query (B, Lq, d_model), key and value (B, Lk, d_model), mask broadcasts to (B, H, Lq, Lk), 0 = hidden."""
        raise NotImplementedError("return (B, Lq, d_model)")
