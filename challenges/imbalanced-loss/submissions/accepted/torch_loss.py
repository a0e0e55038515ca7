"""torch's own loss, and the weights as geometric sums."""

import torch


def weighted_bce(logits, targets, pos_weight):
    return torch.nn.BCEWithLogitsLoss(pos_weight=torch.as_tensor(pos_weight))(logits, targets)


def class_balanced_weights(counts, beta):
    raw = [1 / (1 - beta**n) for n in counts.tolist()]
    return torch.tensor([one * len(raw) / sum(raw) for one in raw])
