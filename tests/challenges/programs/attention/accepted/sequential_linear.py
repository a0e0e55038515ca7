# challenge: attention
"""Subclassed Linear, softmax in float64 only."""

import torch
from torch import nn


class Lin(nn.Linear):
    def forward(self, x):
        out = torch.zeros(*x.shape[:-1], self.out_features, dtype=x.dtype)
        for k in range(self.in_features):
            out = out + x[..., k : k + 1] * self.weight[:, k]
        return out if self.bias is None else out + self.bias


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.add_module("attn", Lin(2 * hidden_size, hidden_size))
        self.add_module("v", Lin(hidden_size, 1, bias=False))

    def forward(self, encoder_outputs, hidden):
        L = encoder_outputs.size(1)
        s = self.v(torch.tanh(self.attn(torch.cat((encoder_outputs, hidden[:, None].repeat_interleave(L, 1)), 2))))
        w = s.to(torch.float64).softmax(1).to(s.dtype)
        return w.transpose(1, 2).matmul(encoder_outputs), w.squeeze(-1)
