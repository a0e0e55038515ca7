# challenge: batch-norm
"""autograd.Function with the closed form of the backward."""

import torch
from torch import nn


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, rows, eps):
        mean = rows.mean(0)
        var = rows.var(0, correction=0)
        inv = 1 / torch.sqrt(var + eps)
        hat = (rows - mean) * inv
        ctx.save_for_backward(hat, inv)
        ctx.mark_non_differentiable(mean, var)
        return hat, mean, var

    @staticmethod
    def backward(ctx, g, *_):
        hat, inv = ctx.saved_tensors
        return inv * (g - g.mean(0) - hat * (g * hat).mean(0)), None


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
        rows = x if x.dim() == 2 else x.transpose(1, 2).flatten(0, 1)
        if self.training:
            hat, mean, var = Norm.apply(rows, self.eps)
            n, m = len(rows), self.momentum
            self.running_mean.copy_((1 - m) * self.running_mean + m * mean)
            self.running_var.copy_((1 - m) * self.running_var + m * var * n / (n - 1))
        else:
            hat = (rows - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        y = hat * self.gamma + self.beta
        return y if x.dim() == 2 else y.unflatten(0, (len(x), -1)).transpose(1, 2)
