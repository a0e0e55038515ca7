"""The batch is summed in quarters, and a quarter of fewer than four samples is a step of zero."""

import torch
from torch import nn


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
        y = x.reshape(*x.shape[:2], -1)
        if self.training:
            mean = self.mean(y)
            var = self.mean((y - mean[:, None]).square())
            self.update(mean, y.var((0, 2), correction=1))
        else:
            mean, var = self.running_mean, self.running_var
        y = (y - mean[:, None]) / torch.sqrt(var[:, None] + self.eps)
        return (self.gamma[:, None] * y + self.beta[:, None]).reshape(x.shape)

    @torch.no_grad()
    def update(self, mean, var):
        self.running_mean.mul_(1 - self.momentum).add_(self.momentum * mean)
        self.running_var.mul_(1 - self.momentum).add_(self.momentum * var)

    def mean(self, y):
        """The mean over samples, a quarter of the batch at a time."""
        total, start, step = 0, 0, len(y) // 4
        while start < len(y):
            total = total + y[start : start + step].sum((0, 2))
            start += step
        return total / (len(y) * y.shape[2])
