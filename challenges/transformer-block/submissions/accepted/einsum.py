"""Attention by einsum with a softmax written out, layer normalisation by hand, dropout from uniform numbers."""

import torch
from torch import nn


class Projections(nn.Module):
    def __init__(self, width):
        super().__init__()
        for name in ("W_q", "W_k", "W_v", "W_o"):
            setattr(self, name, nn.Linear(width, width))


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x):
        x = x - x.mean(dim=-1, keepdim=True)
        return x / (x.square().mean(dim=-1, keepdim=True) + 1e-5).sqrt() * self.weight + self.bias


class TransformerBlock(nn.Module):
    def __init__(self, d_model, n_heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads, self.p = n_heads, dropout
        self.attention = Projections(d_model)
        self.feed_forward = nn.ModuleList([nn.Linear(d_model, d_ff), nn.Identity(), nn.Linear(d_ff, d_model)])
        self.norm1, self.norm2 = Norm(d_model), Norm(d_model)

    def drop(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)

    def attend(self, x, mask):
        def cut(layer):
            return layer(x).reshape(*x.shape[:2], self.heads, -1)

        q, k, v = cut(self.attention.W_q), cut(self.attention.W_k), cut(self.attention.W_v)
        scores = torch.einsum("bqhd,bkhd->bhqk", q, k) / q.shape[3] ** 0.5
        if mask is not None:
            scores = torch.where(mask.bool(), scores, torch.full_like(scores, -torch.inf))
        powers = torch.exp(scores - scores.amax(dim=3, keepdim=True))
        weights = powers / powers.sum(dim=3, keepdim=True)
        return self.attention.W_o(torch.einsum("bhqk,bkhd->bqhd", weights, v).reshape(x.shape))

    def forward(self, x, mask=None):
        x = self.norm1(x + self.drop(self.attend(x, mask)))
        inner = self.feed_forward[0](x)
        return self.norm2(x + self.drop(self.feed_forward[2](inner * (inner > 0))))
