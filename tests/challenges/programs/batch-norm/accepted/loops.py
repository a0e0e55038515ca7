# challenge: batch-norm
"""A channel at a time, a sample at a time, strictly sequential sums."""

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
        out = []
        for c in range(x.size(1)):
            col = x[:, c].reshape(-1)
            if self.training:
                mean = col[0] * 0
                for value in col:
                    mean = mean + value
                mean = mean / len(col)
                var = col[0] * 0
                for value in col:
                    var = var + (value - mean) * (value - mean)
                with torch.no_grad():
                    m = self.momentum
                    self.running_mean[c] = (1 - m) * self.running_mean[c] + m * mean
                    self.running_var[c] = (1 - m) * self.running_var[c] + m * var / (len(col) - 1)
                var = var / len(col)
            else:
                mean, var = self.running_mean[c], self.running_var[c]
            out.append(self.gamma[c] * (x[:, c] - mean) / torch.sqrt(var + self.eps) + self.beta[c])
        return torch.stack(out, dim=1)
