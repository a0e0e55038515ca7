"""The weighted loss over shapes, weights and sizes of logits; the weights over counts and beta."""

import numpy as np
import pytest


def draw(rng, shape, scale=1.0):
    """Logits, and targets of 0 and 1."""
    return rng.normal(shape, scale=scale), rng.bernoulli(shape, 0.4).astype(np.float32)


def compare_gradients(compare, logits, targets, pos_weight):
    """With respect to the logits; see probe.py."""
    compare.probe("loss", logits, targets.tolist(), pos_weight, gradients=True)


@pytest.mark.points(2)
@pytest.mark.hint("pos_weight multiplies the positive term alone, and the mean is over all elements.")
@pytest.mark.parametrize("shape", [(6,), (4, 3), (2, 3, 5), (1, 1)])
@pytest.mark.parametrize("pos_weight", [1.0, 5.5])
def test_loss(compare, rng, shape, pos_weight):
    compare("weighted_bce", *draw(rng, shape), pos_weight)


@pytest.mark.points(2)
@pytest.mark.hint("pos_weight may be a tensor that broadcasts: the weights of the last axis, or one for each row.")
@pytest.mark.parametrize("shape", [(4,), (5, 1), (1,), (5, 4)])
def test_weights_that_broadcast(compare, rng, shape):
    logits, targets = draw(rng, (5, 4))
    pos_weight = rng.uniform(shape, 0.3, 6.0)
    compare("weighted_bce", logits, targets, pos_weight)
    compare_gradients(compare, logits, targets, pos_weight.tolist())


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A target may lie between 0 and 1: both terms count then.")
def test_soft_targets(compare, rng):
    logits, targets = rng.normal((6, 3)), rng.uniform((6, 3))
    compare("weighted_bce", logits, targets, 2.5)
    compare_gradients(compare, logits, targets, 2.5)


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("The gradient of a logit is that of the formula, whatever its size or sign.")
@pytest.mark.parametrize("scale", [1.0, 1e-4, 8.0])
def test_gradients(compare, rng, scale):
    compare_gradients(compare, *draw(rng, (7, 4), scale), 3.0)


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint(
    "Where the logistic function is 0 or 1 in float32 its logarithm still is finite: take it from the logit."
)
@pytest.mark.parametrize("scale", [150.0, 1e4])
def test_extreme_logits(compare, rng, scale):
    signs = np.array([1, -1, 1, -1, 1, -1], np.float32)
    logits, targets = signs * rng.uniform((6,), 0.9 * scale, scale), np.array([0, 1, 1, 0, 0.5, 0.5], np.float32)
    compare("weighted_bce", logits, targets, 2.0)
    compare_gradients(compare, logits, targets, 2.0)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("At a logit of exactly 0 the gradient is that of the formula, half of a step, not 0.")
def test_logits_of_zero(compare, rng):
    logits, targets = draw(rng, (8,))
    logits[::2] = 0
    compare_gradients(compare, logits, targets, 4.0)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the second example: raw weights first, then one factor for all of them.")
@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9, 0.99])
def test_class_weights(compare, rng, beta):
    compare("class_balanced_weights", rng.integers((6,), 1, 60), beta)
    compare("class_balanced_weights", np.array([1, 4, 40]), beta)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Counts may be 1 or in the millions.")
def test_extreme_counts(compare):
    compare("class_balanced_weights", np.array([1, 10_000_000, 30]), 0.9)
    compare("class_balanced_weights", np.array([1, 2, 10_000_000, 100_000]), beta=0.999)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("With beta = 0, with equal counts, and for one class only, all weights are 1.")
@pytest.mark.parametrize(("counts", "beta"), [((1, 50, 7), 0.0), ((3, 3), 0.9), ((7,), 0.99)])
def test_equal_weights(candidate, counts, beta):
    assert candidate("class_balanced_weights", np.array(counts), beta) == pytest.approx(1, rel=1e-5)


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("weighted_bce", lambda: (*draw(rng, (256, 128)), 4.0))
