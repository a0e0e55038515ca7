# challenge: batch-norm
"""Float64 inside."""

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
        z = x.double().transpose(0, 1)
        flat = z.flatten(1)
        if self.training:
            var, mean = torch.var_mean(flat, dim=1, correction=0)
            big = torch.var(flat, dim=1)
            for old, new in ((self.running_mean, mean), (self.running_var, big)):
                old.data = ((1 - self.momentum) * old.double() + self.momentum * new).detach().float()
        else:
            mean, var = self.running_mean.double(), self.running_var.double()
        y = (flat - mean[:, None]) / (var[:, None] + self.eps).sqrt() * self.gamma.double()[
            :, None
        ] + self.beta.double()[:, None]
        return y.view_as(z).transpose(0, 1).to(x.dtype).contiguous()
