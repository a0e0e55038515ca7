"""The four metrics, for classes that are common, rare, never predicted, and not there at all."""

import numpy as np
import pytest


def draw(rng, samples, classes, right=0.5):
    """Predictions, a share of them right for sure, and labels, with classes of different frequency."""
    weights = np.arange(1, classes + 1) ** 2
    lots = np.repeat(np.arange(classes), weights)
    labels = lots[rng.integers((samples,), 0, len(lots))]
    guesses = rng.integers((samples,), 0, classes)
    return np.where(rng.bernoulli((samples,), right), labels, guesses), labels


@pytest.mark.points(3)
@pytest.mark.hint("Go through the example of the statement by hand, with the table of the classes.")
@pytest.mark.parametrize(("samples", "classes"), [(40, 3), (57, 5), (200, 10), (31, 2)])
def test_metrics(compare, rng, samples, classes):
    compare("evaluate", *draw(rng, samples, classes), classes)
    compare.probe("vector", *draw(rng, samples, classes), classes)


@pytest.mark.points(2)
@pytest.mark.hint(
    "The weights are the supports of the true labels, also where predictions are spread quite differently."
)
@pytest.mark.parametrize("right", [0.1, 0.8])
def test_predictions_unlike_labels(compare, rng, right):
    compare("evaluate", *draw(rng, 90, 4, right), num_classes=4)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A class that is never predicted has a precision of 0, not NaN.")
def test_class_never_predicted(compare, rng):
    predictions, labels = draw(rng, 60, 4)
    compare("evaluate", np.where(predictions == 3, 1, predictions), labels, 4)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A class that is predicted but is no label has no weight. It still takes predictions from others.")
def test_class_never_a_label(compare, rng):
    predictions, labels = draw(rng, 60, 4)
    compare("evaluate", predictions, np.where(labels == 3, 0, labels), 4)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("There may be more classes than occur: num_classes says how many.")
@pytest.mark.parametrize("classes", [7, 50])
def test_classes_that_do_not_occur(compare, rng, classes):
    predictions, labels = draw(rng, 40, 3)
    compare("evaluate", predictions, labels, classes)
    compare("evaluate", predictions + 2, labels + 2, classes)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("One sample, one class, everything right and everything wrong are cases like any other.")
def test_extremes(candidate, rng):
    one, labels = np.array([2]), rng.integers((9,), 0, 4)
    assert candidate("evaluate", one, one, 3) == pytest.approx((1, 1, 1, 1))
    assert candidate("evaluate", one, one - 1, 3) == pytest.approx((0, 0, 0, 0))
    assert candidate("evaluate", labels, labels, 4) == pytest.approx((1, 1, 1, 1))
    assert candidate("evaluate", (labels + 1) % 4, labels, 4) == pytest.approx((0, 0, 0, 0))
    assert candidate("evaluate", np.zeros(5, np.int64), np.zeros(5, np.int64), 1) == pytest.approx((1, 1, 1, 1))


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("evaluate", lambda: (*draw(rng, 20_000, 10), 10))
