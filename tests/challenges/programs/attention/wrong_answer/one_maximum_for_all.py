# challenge: attention
"""One maximum for the whole batch, so that quiet rows underflow."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        h = hidden.shape[-1]
        w = self.attn.weight
        keys = torch.einsum("blh,kh->blk", encoder_outputs, w[:, :h])
        query = torch.einsum("bh,kh->bk", hidden, w[:, h:]) + self.attn.bias
        scores = torch.einsum("blk,ok->bl", torch.tanh(keys + query[:, None]), self.v.weight)
        e = (scores - scores.max()).exp()
        weights = e / e.sum(1, keepdim=True)
        return torch.einsum("bl,blh->bh", weights, encoder_outputs)[:, None], weights
