"""The logarithm is taken of a sigmoid that may be 0 or 1, clamped to stay finite."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    positive = pos_weight * targets * -torch.log(torch.sigmoid(logits).clamp(min=1e-7))
    return (positive + (1 - targets) * -torch.log((1 - torch.sigmoid(logits)).clamp(min=1e-7))).mean()


def class_balanced_weights(counts, beta):
    effective = (1 - beta ** counts.double()) / (1 - beta)
    weights = 1 / effective
    return (weights / weights.sum() * len(counts)).float()
