"""U-Net: its names, outputs, gradients and running statistics, on images of few pixels."""

import pytest


def noise(rng):
    """What parameters are made of; no kernel's size is a multiple of this prime."""
    return rng.integers((4093,), -1000, 1001)


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint(
    "Parameters and buffers have the names and shapes of the statement: blocks have layers 0, 1, 3 and 4."
)
def test_names(compare):
    compare.probe("shapes", 3, 2)


@pytest.mark.points(3)
@pytest.mark.depends("test_names")
@pytest.mark.hint(
    "Go down and up as in the statement's table; what came up is joined first, then the map of the way down."
)
@pytest.mark.parametrize(("shape", "outputs"), [((1, 3, 8, 16), 2), ((1, 1, 16, 8), 1)])
def test_evaluation(compare, rng, shape, outputs):
    compare.probe("run", rng.normal(shape), outputs, noise(rng), False)


@pytest.mark.points(2)
@pytest.mark.depends("test_names")
@pytest.mark.hint("In training the batch's own statistics are used, and the running ones follow with momentum 0.1.")
def test_training(compare, rng):
    compare.probe("run", rng.normal((3, 3, 8, 8), shift=0.5), 2, noise(rng), True)


@pytest.mark.aspect("gradients")
@pytest.mark.points(3)
@pytest.mark.depends("test_names")
@pytest.mark.hint("Gradients go through the bottleneck and through all three shortcuts.")
@pytest.mark.parametrize("training", [False, True])
def test_gradients(compare, rng, training):
    x, weights = rng.normal((3, 3, 8, 8)), rng.normal((3, 2, 8, 8))
    if not training:
        compare.probe("image", x[:1], 2, noise(rng), gradients=True)
    compare.probe("gradients", x, 2, noise(rng), weights, training, verdict="wrong_gradient")


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's convolutions.")
def test_runtime(timed, rng):
    timed.probe("run", lambda: (rng.normal((1, 3, 32, 32)), 2, noise(rng), False))
