"""Sorted downwards once; the last element of each run of equal scores is where a threshold lies."""

import numpy as np


def precision_recall_curve(scores, labels):
    order = np.argsort(-scores)
    ranked = scores[order]
    ends = np.append(np.flatnonzero(ranked[:-1] != ranked[1:]), len(ranked) - 1)
    hits = np.cumsum(labels[order])[ends]
    precision = np.append((hits / (ends + 1))[::-1], 1)
    recall = np.append((hits / max(hits[-1], 1))[::-1], 0)
    return precision.astype(scores.dtype), recall.astype(scores.dtype), ranked[ends][::-1]


def average_precision(scores, labels):
    precision, recall, _ = precision_recall_curve(scores, labels)
    return float(-np.diff(recall) @ precision[:-1])
