"""Sums by adding one sample after the other; new buffers by assignment."""

import torch
from torch import nn


def total(x):
    result = torch.zeros_like(x[0])
    for sample in x:
        result = result + sample
    return result.sum(dim=1)


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
        y = x if x.dim() == 3 else x[:, :, None]
        mean, var = self.running_mean, self.running_var
        if self.training:
            n = y.shape[0] * y.shape[2]
            mean = total(y) / n
            squares = total((y - mean[:, None]) ** 2)
            var = squares / n
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean.detach()
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * (squares / (n - 1)).detach()
        y = (y - mean[:, None]) / (var[:, None] + self.eps) ** 0.5
        return (self.gamma[:, None] * y + self.beta[:, None]).reshape(x.shape)
