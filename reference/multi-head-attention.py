"""Multi-head attention: the numerical reference of the challenge `multi-head-attention`."""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Multi-head attention (Vaswani et al., arXiv:1706.03762, section 3.2.2), with biases and without dropout.

    Parameters: weight (d_model, d_model) and bias (d_model,) of each of W_q, W_k, W_v and W_o.
    """

    def __init__(self, d_model: int, num_heads: int) -> None:
        """Raises ValueError if num_heads does not divide d_model."""
        super().__init__()
        if d_model % num_heads:
            raise ValueError(f"d_model = {d_model} is no multiple of num_heads = {num_heads}")
        self.num_heads = num_heads
        self.W_q = nn.Linear(d_model, d_model)
        self.W_k = nn.Linear(d_model, d_model)
        self.W_v = nn.Linear(d_model, d_model)
        self.W_o = nn.Linear(d_model, d_model)

    def forward(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """query (B, Lq, d_model), key and value (B, Lk, d_model) -> (B, Lq, d_model), in the inputs' dtype.

        mask: bool or 0 and 1, broadcasts to (B, H, Lq, Lk); where it is 0 a key is hidden.
        """
        q, k, v = self._heads(self.W_q(query)), self._heads(self.W_k(key)), self._heads(self.W_v(value))
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -torch.inf)
        heads = torch.softmax(scores, dim=-1) @ v
        return self.W_o(heads.transpose(1, 2).flatten(2))

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(B, L, d_model) -> (B, H, L, d_model / H)."""
        return x.unflatten(2, (self.num_heads, -1)).transpose(1, 2)
