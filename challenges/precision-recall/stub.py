# challenge: precision-recall
"""Your solution. Read the task with `judge show precision-recall`."""

import numpy as np


def precision_recall_curve(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """scores (N,) float32, labels (N,) 0 or 1 -> precision (K + 1,), recall (K + 1,), thresholds (K,), all float32."""
    raise NotImplementedError


def average_precision(scores: np.ndarray, labels: np.ndarray) -> float:
    """The sum over thresholds of the step in recall times the precision."""
    raise NotImplementedError
