"""lam is the share of the partner, not of the sample itself."""

import torch


def mixup_data(x, y, alpha=1.0):
    lam = torch.distributions.Beta(alpha, alpha).sample().item() if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    return lam * x[partner] + (1 - lam) * x, y, y[partner], lam
