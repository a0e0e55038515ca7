"""A formula with max and abs has another gradient where the logit is exactly 0."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    positive = pos_weight * targets * ((-logits).clamp(min=0) + torch.log1p(torch.exp(-logits.abs())))
    return (positive + (1 - targets) * (logits.clamp(min=0) + torch.log1p(torch.exp(-logits.abs())))).mean()


def class_balanced_weights(counts, beta):
    effective = (1 - beta ** counts.double()) / (1 - beta)
    weights = 1 / effective
    return (weights / weights.sum() * len(counts)).float()
