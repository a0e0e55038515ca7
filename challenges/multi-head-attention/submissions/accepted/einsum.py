"""Every product is an einsum, and the softmax is written out."""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        assert d_model % num_heads == 0
        self.heads = num_heads
        for name in ("W_q", "W_k", "W_v", "W_o"):
            setattr(self, name, nn.Linear(d_model, d_model))

    def project(self, layer, x):
        weight = layer.weight.reshape(self.heads, -1, x.shape[2])
        return torch.einsum("bli,hdi->bhld", x, weight) + layer.bias.reshape(self.heads, 1, -1)

    def forward(self, query, key, value, mask=None):
        q, k, v = self.project(self.W_q, query), self.project(self.W_k, key), self.project(self.W_v, value)
        scores = torch.einsum("bhqd,bhkd->bhqk", q * q.shape[3] ** -0.5, k)
        if mask is not None:
            scores = torch.where(mask.bool(), scores, torch.full_like(scores, -torch.inf))
        powers = torch.exp(scores - scores.amax(dim=3, keepdim=True))
        mixed = torch.einsum("bhqk,bhkd->bhqd", powers, v) / powers.sum(dim=3, keepdim=True)
        out = self.W_o.weight.reshape(-1, self.heads, q.shape[3])
        return torch.einsum("bhqd,ohd->bqo", mixed, out) + self.W_o.bias
