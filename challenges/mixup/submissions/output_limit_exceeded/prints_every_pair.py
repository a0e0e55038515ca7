"""A debugging print was left in, a line for each step."""

import torch


def mixup_data(x, y, alpha=1.0):
    lam = torch.distributions.Beta(alpha, alpha).sample().item() if alpha > 0 else 1.0
    partner = torch.randperm(len(x))
    for step in range(20_000):
        print("step", step, "of 20000")
    return lam * x + (1 - lam) * x[partner], y, y[partner], lam
