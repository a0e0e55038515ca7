"""Right, but each sample of each channel is normalised by itself."""

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
        channels = [self.channel(y[:, c], c) for c in range(y.shape[1])]
        return torch.stack(channels, dim=1).reshape(x.shape)

    def channel(self, rows, c):
        mean, var = self.running_mean[c], self.running_var[c]
        if self.training:
            n = rows.numel()
            mean = rows.mean()
            squares = (rows - mean).square().sum()
            var = squares / n
            with torch.no_grad():
                self.running_mean[c] += self.momentum * (mean - self.running_mean[c])
                self.running_var[c] += self.momentum * (squares / (n - 1) - self.running_var[c])
        inverse = (var + self.eps).rsqrt()
        return torch.stack([self.gamma[c] * (row - mean) * inverse + self.beta[c] for row in rows])
