"""numpy, one class after the other, f1 from the counts of errors."""

import numpy as np


def ratio(a, b):
    return a / b if b else 0.0


def evaluate(predictions, labels, num_classes):
    totals = np.zeros(3)
    for c in range(num_classes):
        hits = np.count_nonzero(labels[predictions == c] == c)
        extra = np.count_nonzero(labels[predictions == c] != c)
        missed = np.count_nonzero(predictions[labels == c] != c)
        support = hits + missed
        rates = [ratio(hits, hits + extra), ratio(hits, support), ratio(hits, hits + (extra + missed) / 2)]
        totals += support * np.array(rates)
    precision, recall, f1 = totals / labels.size
    return float(np.mean(predictions == labels)), float(precision), float(recall), float(f1)
