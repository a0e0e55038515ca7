"""Curves and areas: distinct scores, ties, and batches without one of the classes."""

import numpy as np
import pytest


def distinct(rng, samples, low=0.0, high=1.0):
    """Scores far from each other, in any order, and labels; the highest one is negative, the lowest positive."""
    scores = low + (high - low) * (rng.permutation(samples) + 0.5) / samples
    labels = rng.bernoulli((samples,), 0.4).astype(np.int64)
    labels[scores.argmax()], labels[scores.argmin()] = 0, 1
    return scores.astype(np.float32), labels


@pytest.mark.points(2)
@pytest.mark.hint(
    "Go through the example of the statement: thresholds rise, and the point without a threshold is last."
)
@pytest.mark.parametrize("samples", [2, 5, 24])
def test_curve(compare, rng, samples):
    compare("precision_recall_curve", *distinct(rng, samples))


@pytest.mark.points(2)
@pytest.mark.hint("The area is a sum of steps, Σ (Rₙ − Rₙ₊₁) Pₙ: no trapezoids.")
@pytest.mark.parametrize("samples", [2, 5, 24])
def test_area(compare, rng, samples):
    compare("average_precision", *distinct(rng, samples))


@pytest.mark.aspect("edge cases")
@pytest.mark.points(3)
@pytest.mark.hint("Samples with equal scores are chosen together, and give one threshold.")
@pytest.mark.parametrize(("samples", "values"), [(12, 3), (30, 7), (9, 1)])
def test_ties(compare, rng, samples, values):
    scores, (_, labels) = rng.integers((samples,), 0, values), distinct(rng, samples)
    compare.probe("curve", scores, labels)
    compare.probe("area", scores, labels)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("The result does not depend on the order of samples with equal scores.")
@pytest.mark.parametrize("first", [0, 1])
def test_order_within_ties(compare, first):
    labels = np.array([first] * 5 + [1 - first] * 4)
    scores = np.array([4, 4, 7, 2, 4, 4, 2, 7, 4])
    compare.probe("curve", scores, labels)
    compare.probe("area", scores, labels)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("Without positives recall is 0 throughout, and without negatives precision is 1.")
def test_one_class_only(candidate, rng):
    scores, _ = distinct(rng, 6)
    precision, recall, thresholds = candidate("precision_recall_curve", scores, np.zeros(6, np.int64))
    assert precision.tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert recall.tolist() == [0] * 7
    assert (thresholds == np.sort(scores)).all()
    assert candidate("average_precision", scores, np.zeros(6, np.int64)) == 0
    precision, recall, _ = candidate("precision_recall_curve", scores, np.ones(6, np.int64))
    assert precision.tolist() == [1] * 7
    assert recall == pytest.approx(np.arange(6, -1, -1) / 6)
    assert candidate("average_precision", scores, np.ones(6, np.int64)) == pytest.approx(1)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("One sample is a curve of two points.")
@pytest.mark.parametrize("label", [0, 1])
def test_one_sample(compare, rng, label):
    compare("precision_recall_curve", rng.normal((1,)), np.array([label]))


@pytest.mark.hint("All thresholds are listed, also below the first full recall, where precision only falls.")
def test_negatives_below_all_positives(compare, rng):
    scores, _ = distinct(rng, 14)
    labels = (scores > np.median(scores)).astype(np.int64)
    compare("precision_recall_curve", scores, labels)
    compare("average_precision", scores, labels)


@pytest.mark.hint("A perfect ranking has an area of 1, and the reverse of it much less.")
def test_reversed_ranking(compare, rng):
    scores, _ = distinct(rng, 11)
    compare("average_precision", scores, (scores < np.median(scores)).astype(np.int64))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Scores are any numbers, not probabilities only: logits may be far below zero or above one.")
@pytest.mark.parametrize(("low", "high"), [(-1e4, 1e4), (-8.0, -3.0), (0.0, 1e-6)])
def test_any_scores(compare, rng, low, high):
    compare("precision_recall_curve", *distinct(rng, 15, low, high))


@pytest.mark.timed
@pytest.mark.hint("Sort once: the counts at all thresholds are sums over the sorted labels.")
def test_runtime(timed, rng):
    timed("precision_recall_curve", lambda: distinct(rng, 4096))
