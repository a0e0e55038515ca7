"""Contrastive loss: values and gradients; triplets whose hinge is open, closed, or lies at equal embeddings."""

import numpy as np
import pytest

SHAPES = [(6, 4), (5, 9), (1, 3), (7, 1), (4, 4)]


def draw(rng, batch, width, scale=1.0):
    """Anchor, positive and negative (B, D)."""
    return rng.normal((batch, width), count=3, scale=scale)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: two distances, a hinge for each triplet, a mean.")
@pytest.mark.parametrize("shape", SHAPES)
def test_value(compare, rng, shape):
    loss = compare.new("ContrastiveLoss", margin=2.0)
    loss(*draw(rng, *shape))


@pytest.mark.points(2)
@pytest.mark.hint("The margin comes from the constructor; it is 1 without.")
@pytest.mark.parametrize("options", [{}, {"margin": 0.25}, {"margin": 10.0}])
def test_margin(compare, rng, options):
    loss = compare.new("ContrastiveLoss", **options)
    loss(*draw(rng, 24, 3))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("All three embeddings have gradients, and those of a closed hinge are zero.")
@pytest.mark.parametrize("shape", [(9, 4), (16, 3), (8, 1)])
def test_gradients(compare, rng, shape):
    loss = compare.new("ContrastiveLoss", margin=1.5)
    loss(*draw(rng, *shape), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A closed hinge counts in the mean, with 0: it is neither left out nor negative.")
def test_closed_hinges(compare, rng):
    anchor, positive, negative = draw(rng, 8, 5)
    negative[::2] += np.float32(100)  # closed
    positive[1::2] += np.float32(3)
    loss = compare.new("ContrastiveLoss")
    loss(anchor, positive, negative, gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("Where two embeddings are equal the norm of the bare difference has no gradient.")
def test_equal_embeddings(compare, rng):
    anchor, positive, negative = draw(rng, 6, 4, scale=0.1)
    positive[:2] = anchor[:2]
    negative[2:4] = anchor[2:4]
    loss = compare.new("ContrastiveLoss")
    loss(anchor, positive, negative, gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("1e-6 is added to each element of x - y, in this order: for tiny differences that shows.")
@pytest.mark.parametrize("scale", [1e-5, 1e-6])
def test_tiny_differences(compare, rng, scale):
    anchor, positive, _ = draw(rng, 12, 5, scale=scale)
    loss = compare.new("ContrastiveLoss", margin=0.0)
    loss(anchor, positive, anchor + rng.normal((12, 5), scale=0.3 * scale), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.parametrize("scale", [1e4, 1e-2])
def test_scales(compare, rng, scale):
    loss = compare.new("ContrastiveLoss", margin=2 * scale)
    loss(*draw(rng, 6, 5, scale=scale), gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two losses have margins of their own.")
def test_two_losses(compare, rng):
    first, second = compare.new("ContrastiveLoss", 3.0), compare.new("ContrastiveLoss", 0.5)
    args = draw(rng, 6, 3)
    first(*args)
    second(*args)
    first(*args)


@pytest.mark.timed
@pytest.mark.hint("Treat all triplets together.")
def test_runtime(timed, rng):
    loss = timed.new("ContrastiveLoss", margin=20.0)
    timed(loss, lambda: draw(rng, 512, 128))
