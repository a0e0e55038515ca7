"""The metrics of the reference against exact fractions."""

import importlib.util
from fractions import Fraction
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location(
    "classification_metrics", ROOT / "reference" / "classification-metrics.py"
)
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def ratio(a, b):
    return Fraction(a, b) if b else Fraction(0)


def exact(predictions, labels, num_classes):
    """The definition in fractions."""
    pairs = list(zip(predictions, labels, strict=True))
    totals = [Fraction(0)] * 3
    for c in range(num_classes):
        hits = pairs.count((c, c))
        precision, recall = ratio(hits, predictions.count(c)), ratio(hits, labels.count(c))
        both = precision + recall
        f1 = 2 * precision * recall / both if both else Fraction(0)
        totals = [total + labels.count(c) * one for total, one in zip(totals, (precision, recall, f1), strict=True)]
    accuracy = Fraction(sum(p == y for p, y in pairs), len(pairs))
    return [float(accuracy), *(float(total / len(labels)) for total in totals)]


@pytest.mark.parametrize(("samples", "classes", "seen"), [(30, 4, 4), (30, 6, 3), (1, 3, 3), (7, 1, 1), (200, 5, 5)])
@pytest.mark.parametrize("seed", range(3))
def test_metrics_are_those_of_exact_fractions(samples, classes, seen, seed):
    draw = torch.Generator().manual_seed(seed)
    predictions, labels = (torch.randint(seen, (samples,), generator=draw) for _ in range(2))
    found = REFERENCE.evaluate(predictions, labels, classes)
    assert found == pytest.approx(exact(predictions.tolist(), labels.tolist(), classes))


def test_weighted_recall_is_accuracy():
    draw = torch.Generator().manual_seed(9)
    predictions, labels = (torch.randint(5, (100,), generator=draw) for _ in range(2))
    accuracy, _, recall, _ = REFERENCE.evaluate(predictions, labels, 5)
    assert recall == pytest.approx(accuracy)


def test_example_of_the_statement():
    found = REFERENCE.evaluate(torch.tensor([0, 0, 1, 1, 0, 0]), torch.tensor([0, 0, 0, 1, 1, 2]), 3)
    assert found == pytest.approx((0.5, 0.416667, 0.5, 0.452381), abs=1e-6)
