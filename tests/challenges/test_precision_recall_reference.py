"""The precision-recall reference against its definition in fractions."""

import importlib.util
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("precision_recall", ROOT / "reference" / "precision-recall.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def exact(scores, labels):
    """Thresholds one by one: precision, recall, thresholds, and the area."""
    pairs = list(zip(scores, labels, strict=True))
    precision, recall, thresholds = [], [], sorted(set(scores))
    for threshold in thresholds:
        chosen = [label for score, label in pairs if score >= threshold]
        precision.append(Fraction(sum(chosen), len(chosen)))
        recall.append(Fraction(sum(chosen), sum(labels)) if sum(labels) else Fraction(0))
    steps = zip(precision, recall, [*recall[1:], 0], strict=True)
    area = sum((here - after) * p for p, here, after in steps)
    return [*map(float, precision), 1.0], [*map(float, recall), 0.0], thresholds, float(area)


@pytest.mark.parametrize(("samples", "values"), [(1, 1), (2, 2), (20, 4), (30, 1000), (15, 1)])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_curve_and_area_are_those_of_the_definition(samples, values, share):
    draw = np.random.default_rng(3)
    scores = draw.integers(0, values, samples).astype(np.float64)
    labels = (draw.random(samples) < share).astype(np.int64)
    *curve, area = exact(scores.tolist(), labels.tolist())
    for ours, due in zip(REFERENCE.precision_recall_curve(scores, labels), curve, strict=True):
        assert ours.tolist() == pytest.approx(due)
    assert REFERENCE.average_precision(scores, labels) == pytest.approx(area)


def test_dtype_follows_the_scores():
    results = REFERENCE.precision_recall_curve(np.array([0.1, 0.2], dtype=np.float32), np.array([0, 1]))
    assert [one.dtype for one in results] == [np.float32] * 3


def test_example_of_the_statement():
    scores, labels = np.array([0.8, 0.4, 0.4, 0.1]), np.array([1, 0, 1, 0])
    precision, recall, thresholds = REFERENCE.precision_recall_curve(scores, labels)
    assert precision == pytest.approx([0.5, 2 / 3, 1, 1])
    assert recall == pytest.approx([1, 1, 0.5, 0])
    assert thresholds.tolist() == [0.1, 0.4, 0.8]
    assert REFERENCE.average_precision(scores, labels) == pytest.approx(0.833333, abs=1e-6)
