"""Gradients with respect to the logits alone: targets and weights come as lists, and are made into data here."""

import torch


def loss(submission, logits, targets, pos_weight):
    """weighted_bce; targets: nested lists shaped like the logits; pos_weight: a float, or nested lists."""
    if isinstance(pos_weight, list):
        pos_weight = torch.tensor(pos_weight, dtype=logits.dtype)
    return submission.weighted_bce(logits, torch.tensor(targets, dtype=logits.dtype), pos_weight)
