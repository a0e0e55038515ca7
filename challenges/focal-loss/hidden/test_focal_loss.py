"""Focal loss: values and gradients over shapes, settings and sizes of logits."""

import numpy as np
import pytest

SHAPES = [(6, 4), (5, 2), (1, 3), (3, 7)]


def draw(rng, samples, classes, scale=1.0):
    """Logits (N, C) and classes (N,)."""
    return rng.normal((samples, classes), scale=scale), rng.integers((samples,), 0, classes)


@pytest.mark.points(2)
@pytest.mark.hint("Each sample has a factor of its own: go through the example of the statement by hand.")
@pytest.mark.parametrize("shape", SHAPES)
def test_value(compare, rng, shape):
    loss = compare.new("FocalLoss")
    loss(*draw(rng, *shape))


@pytest.mark.points(2)
@pytest.mark.hint("alpha multiplies every sample; gamma is the exponent of 1 - p_t; both come from the constructor.")
@pytest.mark.parametrize(("alpha", "gamma"), [(0.25, 2), (1, 0), (3.0, 1), (0.5, 5.0), (1, 1.5)])
def test_settings(compare, rng, alpha, gamma):
    loss = compare.new("FocalLoss", alpha, gamma)
    loss(*draw(rng, 7, 5))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("The factor (1 - p_t)^gamma has a gradient, too.")
@pytest.mark.parametrize(("alpha", "gamma"), [(1, 2), (0.25, 0), (2.0, 1), (1, 3.5)])
def test_gradients(compare, rng, alpha, gamma):
    loss = compare.new("FocalLoss", alpha=alpha, gamma=gamma)
    loss(*draw(rng, 5, 4), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A batch may be one sample, and need not hold every class.")
@pytest.mark.parametrize("shape", [(1, 6), (2, 9)])
def test_few_samples(compare, rng, shape):
    predictions, _ = draw(rng, *shape)
    loss = compare.new("FocalLoss")
    loss(predictions, np.zeros(shape[0], dtype=np.int64), gradients=True)


# Every second sample is a hard one: where all are easy, honest float32 programs differ.
@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("Where p_t is 0 in float32, its logarithm is not: take log p_t from the logits.")
@pytest.mark.parametrize("scale", [30.0, 1e4])
def test_extreme_logits(compare, rng, scale):
    predictions = rng.normal((8, 5), scale=scale)
    targets = predictions.argmax(axis=1)
    targets[::2] = predictions.argmin(axis=1)[::2]
    loss = compare.new("FocalLoss")
    loss(predictions, targets, gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Only differences of logits matter: the same number may be added to all of a sample.")
@pytest.mark.parametrize("shift", [1000.0, -1000.0])
def test_shifted_logits(compare, rng, shift):
    predictions, targets = draw(rng, 6, 4)
    loss = compare.new("FocalLoss", gamma=1)
    loss(predictions + np.float32(shift), targets, gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two losses have settings of their own.")
def test_two_losses(compare, rng):
    first, second = compare.new("FocalLoss", alpha=2.0, gamma=3), compare.new("FocalLoss", alpha=0.5, gamma=1)
    args = draw(rng, 6, 3)
    first(*args)
    second(*args)
    first(*args)


@pytest.mark.timed
@pytest.mark.hint("Treat all samples together.")
def test_runtime(timed, rng):
    loss = timed.new("FocalLoss")
    timed(loss, lambda: draw(rng, 512, 100))
