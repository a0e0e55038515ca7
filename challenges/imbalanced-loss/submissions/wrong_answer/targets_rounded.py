"""Soft targets are rounded to 0 or 1."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    targets = targets.round()
    positive = pos_weight * targets * functional.softplus(-logits)
    return (positive + (1 - targets) * functional.softplus(logits)).mean()


def class_balanced_weights(counts, beta):
    effective = (1 - beta ** counts.double()) / (1 - beta)
    weights = 1 / effective
    return (weights / weights.sum() * len(counts)).float()
