"""TODO: what these tests cover. They run in the judge: no torch here."""

import pytest

# Sizes that differ from each other, a batch of one, a single column: square shapes hide swapped axes.
SHAPES = [(5, 3), (2, 8), (1, 4), (6, 1)]


@pytest.mark.points(2)
@pytest.mark.hint("TODO: what a candidate should think of who fails here; it holds no hidden value.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    compare("$entry", rng.normal(shape))


@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    compare("$entry", rng.normal(shape), gradients=True)


# TODO: the scales at which a mistake shows: large, tiny, far from zero.
@pytest.mark.parametrize("scale", [1e3, 1e-3])
def test_scales(compare, rng, scale):
    compare("$entry", rng.normal((4, 5), scale=scale))


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("$entry", lambda: rng.normal((256, 256)))  # TODO: so large that a call of the reference takes a millisecond
