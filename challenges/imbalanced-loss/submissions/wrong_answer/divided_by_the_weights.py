"""The mean is divided by the sum of the weights instead of the number of elements."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    positive = pos_weight * targets * functional.softplus(-logits)
    weights = pos_weight * targets + 1 - targets
    return (positive + (1 - targets) * functional.softplus(logits)).sum() / weights.sum()


def class_balanced_weights(counts, beta):
    effective = (1 - beta ** counts.double()) / (1 - beta)
    weights = 1 / effective
    return (weights / weights.sum() * len(counts)).float()
