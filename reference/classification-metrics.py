"""Accuracy, and weighted precision, recall and F1, from the confusion matrix."""

from __future__ import annotations

import torch
from torch import Tensor


def evaluate(predictions: Tensor, labels: Tensor, num_classes: int) -> tuple[float, float, float, float]:
    """Class indices (N,), int64, twice -> accuracy, precision, recall, f1, weighted by the support of the labels.

    A fraction whose denominator is 0 counts as 0.
    """
    pairs = torch.bincount(labels * num_classes + predictions, minlength=num_classes**2)
    confusion = pairs.reshape(num_classes, num_classes)  # rows: labels; columns: predictions
    hits, support, predicted = confusion.diagonal(), confusion.sum(1), confusion.sum(0)
    shares = support / len(labels)
    fractions = (hits / predicted, hits / support, 2 * hits / (predicted + support))
    weighted = [float((shares * one.nan_to_num()).sum()) for one in fractions]  # 0 / 0 counts as 0
    return float(hits.sum() / len(labels)), weighted[0], weighted[1], weighted[2]
