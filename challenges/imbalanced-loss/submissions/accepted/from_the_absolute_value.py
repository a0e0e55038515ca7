"""The loss by the absolute value of the logit, the weights in float32."""

import torch


def weighted_bce(logits, targets, pos_weight):
    log_one_plus = torch.log1p(torch.exp(-torch.where(logits < 0, -logits, logits)))
    positive = log_one_plus + torch.where(logits < 0, -logits, 0.0)
    terms = pos_weight * targets * positive + (1 - targets) * (positive + logits)
    return sum(terms.flatten().unbind()) / terms.numel()


def class_balanced_weights(counts, beta):
    raw = 1 / (1 - beta**counts)
    return raw / raw.mean()
