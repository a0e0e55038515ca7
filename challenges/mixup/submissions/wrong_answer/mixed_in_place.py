"""The caller's batch is mixed in place."""

import torch


def mixup_data(x, y, alpha=1.0):
    lam = torch.distributions.Beta(alpha, alpha).sample().item() if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    others = x[partner]
    x.mul_(lam).add_(others, alpha=1 - lam)
    return x, y, y[partner], lam
