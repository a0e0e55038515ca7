"""The class weights follow the counts themselves, whatever beta is."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    positive = pos_weight * targets * functional.softplus(-logits)
    return (positive + (1 - targets) * functional.softplus(logits)).mean()


def class_balanced_weights(counts, beta):
    effective = counts.double()
    weights = 1 / effective
    return (weights / weights.sum() * len(counts)).float()
