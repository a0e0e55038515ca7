"""One head after the other; each adds its own share of the output layer."""

import torch
from torch import nn
from torch.nn import functional


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        if d_model % num_heads:
            raise ValueError(num_heads)
        self.num_heads, self.width = num_heads, d_model // num_heads
        self.W_q = nn.Linear(d_model, d_model)
        self.W_k = nn.Linear(d_model, d_model)
        self.W_v = nn.Linear(d_model, d_model)
        self.W_o = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        shape = (len(query), self.num_heads, query.shape[1], key.shape[1])
        seen = None if mask is None else (mask != 0).expand(shape)
        total = self.W_o.bias
        for head in range(self.num_heads):
            own = slice(head * self.width, (head + 1) * self.width)
            q, k, v = (
                functional.linear(x, layer.weight[own], layer.bias[own])
                for layer, x in ((self.W_q, query), (self.W_k, key), (self.W_v, value))
            )
            scores = torch.bmm(q, k.transpose(1, 2)) / self.width**0.5
            if seen is not None:
                scores = scores.masked_fill(~seen[:, head], -1e30)
            total = total + scores.softmax(dim=-1) @ v @ self.W_o.weight[:, own].T
        return total
