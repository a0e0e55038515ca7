"""f1 is made of the mean precision and the mean recall."""

import torch


def evaluate(predictions, labels, num_classes):
    classes = torch.arange(num_classes)[:, None]
    hits = ((predictions == classes) & (labels == classes)).sum(1)
    predicted = (predictions == classes).sum(1)
    support = (labels == classes).sum(1)
    p = (hits / predicted).nan_to_num()
    r = (hits / support).nan_to_num()
    f = (2 * p * r / (p + r)).nan_to_num()
    weights = support / support.sum()
    accuracy = (predictions == labels).float().mean()
    return (
        accuracy,
        (weights * p).sum().item(),
        (weights * r).sum().item(),
        (
            2 * (weights * p).sum() * (weights * r).sum() / ((weights * p).sum() + (weights * r).sum()).clamp(min=1e-12)
        ).item(),
    )
