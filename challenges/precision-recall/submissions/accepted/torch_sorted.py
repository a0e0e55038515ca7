"""torch: counts at all distinct scores, added up from the top."""

import torch


def precision_recall_curve(scores, labels):
    thresholds, place = scores.unique(return_inverse=True)
    count = torch.zeros(2, len(thresholds), dtype=torch.float64)
    count[0].index_add_(0, place, torch.ones(len(scores), dtype=torch.float64))
    count[1].index_add_(0, place, labels.double())
    chosen, hits = count.flip(1).cumsum(1).flip(1)
    precision = torch.cat([hits / chosen, torch.ones(1)])
    recall = torch.cat([hits / hits[0].clamp(min=1), torch.zeros(1)])
    return precision.to(scores.dtype), recall.to(scores.dtype), thresholds


def average_precision(scores, labels):
    precision, recall, _ = precision_recall_curve(scores, labels)
    return float(sum((r - s) * p for p, r, s in zip(precision, recall, recall[1:])))
