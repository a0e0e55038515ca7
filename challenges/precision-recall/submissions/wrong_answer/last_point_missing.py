"""The point with precision 1 and recall 0 is missing."""

import numpy as np


def precision_recall_curve(scores, labels):
    thresholds = np.unique(scores)
    positives = labels.sum()
    precision, recall = [], []
    for threshold in thresholds:
        chosen = scores >= threshold
        hits = (labels[chosen] == 1).sum()
        precision.append(hits / chosen.sum())
        recall.append(hits / positives if positives else 0.0)
    precision = np.array([*precision], dtype=np.float32)
    recall = np.array([*recall], dtype=np.float32)
    return precision, recall, thresholds


def average_precision(scores, labels):
    precision, recall, _ = precision_recall_curve(scores, labels)
    return float(((recall - np.append(recall[1:], 0)) * precision).sum())
