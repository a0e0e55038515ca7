# challenge: batch-norm
"""The spread by a vector norm of the centred channel, mean by a matrix product with ones."""

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
        z = x.movedim(1, 0)
        flat = z.reshape(z.shape[0], -1)
        n = flat.shape[1]
        if self.training:
            mean = flat @ torch.full((n, 1), 1 / n)
            flat = flat - mean
            ss = torch.sum(flat * flat, 1, keepdim=True)
            with torch.no_grad():
                m = self.momentum
                self.running_mean[:] = (1 - m) * self.running_mean + m * mean[:, 0]
                self.running_var[:] = (1 - m) * self.running_var + m * ss[:, 0] / (n - 1)
            denominator = (ss / n + self.eps).sqrt()
        else:
            flat = flat - self.running_mean[:, None]
            denominator = (self.running_var[:, None] + self.eps).sqrt()
        y = flat / denominator * self.gamma[:, None] + self.beta[:, None]
        return y.reshape(z.shape).movedim(0, 1)
