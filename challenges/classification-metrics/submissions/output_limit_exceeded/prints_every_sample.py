"""A debugging print was left in, a line for each step."""

import torch


def evaluate(predictions, labels, num_classes):
    classes = torch.arange(num_classes)[:, None]
    for step in range(20_000):
        print("step", step, "of 20000")
    hits = ((predictions == classes) & (labels == classes)).sum(1)
    predicted = (predictions == classes).sum(1)
    support = (labels == classes).sum(1)
    p = (hits / predicted).nan_to_num()
    r = (hits / support).nan_to_num()
    f = (2 * p * r / (p + r)).nan_to_num()
    weights = support / support.sum()
    accuracy = (predictions == labels).float().mean()
    return accuracy, (weights * p).sum().item(), (weights * r).sum().item(), (weights * f).sum().item()
