"""Torch's fused attention, and its functional norm and dropout."""

import torch
from torch import nn
from torch.nn import functional


class TransformerBlock(nn.Module):
    def __init__(self, d_model, n_heads, d_ff, dropout=0.1):
        super().__init__()
        self.n_heads, self.dropout = n_heads, dropout
        self.attention = nn.ModuleDict({f"W_{one}": nn.Linear(d_model, d_model) for one in "qkvo"})
        self.feed_forward = nn.Sequential(nn.Linear(d_model, d_ff), nn.ReLU(inplace=True), nn.Linear(d_ff, d_model))
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)

    def forward(self, x, mask=None):
        q, k, v = (torch.stack(self.attention[f"W_{one}"](x).chunk(self.n_heads, dim=2), dim=1) for one in "qkv")
        mask = None if mask is None else mask.bool().expand(len(x), self.n_heads, x.shape[1], x.shape[1])
        heads = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.attention["W_o"](torch.cat(heads.unbind(dim=1), dim=2))
        x = self.norm1(x + functional.dropout(mixed, self.dropout, self.training))
        return self.norm2(x + functional.dropout(self.feed_forward(x), self.dropout, self.training))
