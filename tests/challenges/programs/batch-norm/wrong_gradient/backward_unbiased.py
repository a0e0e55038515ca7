# challenge: batch-norm
"""The hand-written backward divides by n - 1."""

import torch
from torch import nn


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, rows, eps):
        var, mean = torch.var_mean(rows, 0, correction=0)
        inv = torch.rsqrt(var + eps)
        hat = (rows - mean) * inv
        ctx.save_for_backward(hat, inv)
        return hat

    @staticmethod
    def backward(ctx, g):
        hat, inv = ctx.saved_tensors
        return inv * (g - g.mean(0) - hat * (g * hat).sum(0) / (len(g) - 1)), None


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        rows = x.reshape(len(x), x.shape[1], -1).permute(0, 2, 1).reshape(-1, x.shape[1])
        if self.training:
            mean = rows.sum(0) / len(rows)
            centred = rows - mean
            var = (centred**2).sum(0) / len(rows)
            k = self.momentum
            self.running_mean = ((1 - k) * self.running_mean + k * mean).detach()
            self.running_var = ((1 - k) * self.running_var + k * var * (len(rows) / (len(rows) - 1))).detach()
        else:
            centred, var = rows - self.running_mean, self.running_var
        hat = Norm.apply(rows, self.eps) if self.training else centred * (var + self.eps).rsqrt()
        y = hat * self.gamma + self.beta
        return y.reshape(len(x), -1, x.shape[1]).permute(0, 2, 1).reshape(x.shape)
