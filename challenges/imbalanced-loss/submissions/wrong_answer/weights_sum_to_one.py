"""The class weights sum to one instead of the number of classes."""

import torch
from torch.nn import functional


def weighted_bce(logits, targets, pos_weight):
    positive = pos_weight * targets * functional.softplus(-logits)
    return (positive + (1 - targets) * functional.softplus(logits)).mean()


def class_balanced_weights(counts, beta):
    effective = (1 - beta ** counts.double()) / (1 - beta)
    weights = 1 / effective
    return (weights / weights.sum()).float()
