"""An encoder block of a transformer: the numerical reference of the challenge `transformer-block`."""

import torch
from torch import nn


class Attention(nn.Module):
    """Multi-head self-attention; weight (d_model, d_model) and bias (d_model,) of each of W_q, W_k, W_v and W_o."""

    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.W_q = nn.Linear(d_model, d_model)
        self.W_k = nn.Linear(d_model, d_model)
        self.W_v = nn.Linear(d_model, d_model)
        self.W_o = nn.Linear(d_model, d_model)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """x (B, L, d_model), mask broadcasts to (B, n_heads, L, L), 0 = hidden -> (B, L, d_model)."""
        layers = (self.W_q, self.W_k, self.W_v)
        q, k, v = (layer(x).unflatten(2, (self.n_heads, -1)).transpose(1, 2) for layer in layers)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -torch.inf)
        heads = torch.softmax(scores, dim=-1) @ v
        return self.W_o(heads.transpose(1, 2).flatten(2))


class TransformerBlock(nn.Module):
    """Encoder layer with the norms after the sums (Vaswani et al., arXiv:1706.03762, sections 3.1 to 3.3 and 5.4).

    Parameters: those of Attention under attention.; weight and bias of feed_forward.0 (d_ff, d_model) and
    feed_forward.2 (d_model, d_ff), of norm1 and norm2 (d_model,).
    """

    def __init__(self, d_model: int, n_heads: int, d_ff: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.attention = Attention(d_model, n_heads)
        self.feed_forward = nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model))
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """x (B, L, d_model), mask broadcasts to (B, n_heads, L, L), 0 = hidden -> (B, L, d_model), in x's dtype."""
        x = self.norm1(x + self.dropout(self.attention(x, mask)))
        return self.norm2(x + self.dropout(self.feed_forward(x)))
