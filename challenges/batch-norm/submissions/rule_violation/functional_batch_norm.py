"""Everything is handed to PyTorch's own batch_norm."""

import torch
from torch import nn
from torch.nn import functional


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
        statistics = self.running_mean, self.running_var
        return functional.batch_norm(x, *statistics, self.gamma, self.beta, self.training, self.momentum, self.eps)
