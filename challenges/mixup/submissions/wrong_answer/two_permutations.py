"""Samples and labels are shuffled by two different permutations."""

import torch


def mixup_data(x, y, alpha=1.0):
    lam = torch.distributions.Beta(alpha, alpha).sample().item() if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    return lam * x + (1 - lam) * x[partner], y, y[torch.randperm(len(y))], lam
