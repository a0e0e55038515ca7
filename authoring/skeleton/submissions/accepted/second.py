"""TODO: right, and independent of the reference: another formula, or sums in another order."""

import torch


def $entry(x):
    return 1 - 2 / (torch.exp(2 * x) + 1)
