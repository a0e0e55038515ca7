"""Batch normalisation of features and of sequences: the numerical reference of the challenge `batch-norm`."""

import torch
from torch import nn


class BatchNorm1d(nn.Module):
    """Normalise each channel of (N, C) or (N, C, L), as torch.nn.BatchNorm1d does.

    y = gamma (x - mean) / sqrt(var + eps) + beta (Ioffe and Szegedy, arXiv:1502.03167, algorithm 1). In training, mean
    and the biased variance are those of the batch, over N and L, and the running statistics move towards the batch's
    by `momentum`, with the unbiased variance. In evaluation the running statistics take their place and do not move.

    Parameters gamma (C,), beta (C,); buffers running_mean (C,), running_var (C,).
    """

    running_mean: torch.Tensor
    running_var: torch.Tensor

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, C) or (N, C, L), more than one value a channel in training -> the same shape and dtype."""
        over = [0] if x.dim() == 2 else [0, 2]
        column = (-1,) if x.dim() == 2 else (-1, 1)
        # Centring first and squaring then keeps the variance exact where the mean is large: E[x^2] - E[x]^2 does not.
        mean = x.mean(over) if self.training else self.running_mean
        centred = x - mean.view(column)
        var = centred.square().mean(over) if self.training else self.running_var
        if self.training:
            self._track(mean.detach(), var.detach(), x.numel() // x.shape[1])
        scale = self.gamma * torch.rsqrt(var + self.eps)
        return centred * scale.view(column) + self.beta.view(column)

    def _track(self, mean: torch.Tensor, var: torch.Tensor, count: int) -> None:
        """Move the running statistics towards those of a batch with `count` values a channel."""
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(var * (count / (count - 1)), self.momentum)
