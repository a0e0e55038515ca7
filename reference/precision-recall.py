"""Precision-recall curve and average precision, as scikit-learn has them, but with recall 0 without positives."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Vector: TypeAlias = "np.ndarray[Any, Any]"


def precision_recall_curve(scores: Vector, labels: Vector) -> tuple[Vector, Vector, Vector]:
    """Scores (N,), labels (N,) 0 or 1 -> precision (K + 1,), recall (K + 1,), thresholds (K,), in the scores' dtype."""
    thresholds, place = np.unique(scores, return_inverse=True)
    chosen = np.bincount(place)[::-1].cumsum()[::-1]
    hits = np.bincount(place, weights=labels)[::-1].cumsum()[::-1]
    precision = np.append(hits / chosen, 1.0)
    recall = np.append(hits / max(hits[0], 1.0), 0.0)
    return precision.astype(scores.dtype), recall.astype(scores.dtype), thresholds


def average_precision(scores: Vector, labels: Vector) -> float:
    """The sum over thresholds of the step in recall times the precision."""
    precision, recall, _ = precision_recall_curve(scores, labels)
    return float(((recall[:-1] - recall[1:]) * precision[:-1]).sum())
