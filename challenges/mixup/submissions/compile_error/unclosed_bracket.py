"""A bracket is not closed, so the file does not parse."""

import torch


def mixup_data(x, y, alpha=1.0):
    lam = torch.distributions.Beta(alpha, alpha).sample().item() if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    print((1, 2)
    return lam * x + (1 - lam) * x[partner], y, y[partner], lam
