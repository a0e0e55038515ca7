# challenge: batch-norm
"""Welford's recurrence under no_grad for the buffers, ordinary sums for the output."""

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
        rows = torch.cat([t.T for t in x], 0) if x.dim() == 3 else x
        if self.training:
            with torch.no_grad():
                mean, m2 = torch.zeros_like(rows[0]), torch.zeros_like(rows[0])
                for k, row in enumerate(rows, 1):
                    d = row - mean
                    mean = mean + d / k
                    m2 = m2 + d * (row - mean)
                self.running_mean.add_(mean - self.running_mean, alpha=self.momentum)
                self.running_var.add_(m2 / (len(rows) - 1) - self.running_var, alpha=self.momentum)
            mean = rows.mean(0)
            var = ((rows - mean) ** 2).mean(0)
        else:
            mean, var = self.running_mean, self.running_var
        y = (rows - mean) / torch.sqrt(var + self.eps) * self.gamma + self.beta
        return y if x.dim() == 2 else torch.stack([part.T for part in y.split(x.shape[2])])
