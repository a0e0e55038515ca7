# challenge: classification-metrics
"""Your solution. Read the task with `judge show classification-metrics`."""

from torch import Tensor


def evaluate(predictions: Tensor, labels: Tensor, num_classes: int) -> tuple[float, float, float, float]:
    """Class indices (N,), twice -> accuracy, and precision, recall and f1 weighted by the support of the labels."""
    raise NotImplementedError
