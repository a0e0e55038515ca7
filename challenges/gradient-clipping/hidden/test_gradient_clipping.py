"""Clipping by norm and by value: lists, sizes, and what must stay as it is."""

import numpy as np
import pytest

SHAPES = [[(3, 4), (5,)], [(6,)], [(), (2, 3), (1,)], [(2, 1, 3), (0, 4), (7,)]]


def draw(rng, shapes, scale=1.0):
    """One gradient for each shape."""
    return [rng.normal(shape, scale=scale) for shape in shapes]


def norm_of(grads):
    """The norm over all of them, in float64."""
    return float(np.sqrt(sum((grad.astype(np.float64) ** 2).sum() for grad in grads)))


@pytest.mark.points(2)
@pytest.mark.hint("There is one norm over the whole list, and one factor for all of it.")
@pytest.mark.parametrize("shapes", SHAPES)
def test_norm_too_large(compare, rng, shapes):
    grads = draw(rng, shapes)
    compare("clip_by_norm", grads, 0.4 * norm_of(grads), guards=("fresh",))


@pytest.mark.points(2)
@pytest.mark.hint("Gradients within the bound come back unchanged, as new tensors; they are never made longer.")
@pytest.mark.parametrize("shapes", SHAPES)
def test_norm_within_the_bound(compare, rng, shapes):
    grads = draw(rng, shapes)
    compare("clip_by_norm", grads, 3.0 * norm_of(grads), guards=("fresh",))


@pytest.mark.points(2)
@pytest.mark.hint("The factor is max_norm / total_norm: nothing is added to it, which shows where both are small.")
@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1e3, 1e6])
def test_scales(compare, rng, scale):
    grads = draw(rng, [(4, 3), (5,)], scale)
    compare("clip_by_norm", grads, 0.5 * norm_of(grads))
    compare("clip_by_norm", grads, 0.99 * norm_of(grads))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A gradient much smaller than the others is scaled by the same factor.")
def test_sizes_that_differ(compare, rng):
    grads = [rng.normal((3,), scale=scale) for scale in (1e4, 1.0, 1e-4)]
    compare("clip_by_norm", grads, 2.0)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Zeros have a norm of 0, by which nothing can be divided.")
def test_zero_gradients(candidate):
    for max_norm in (1.0, 1e-8):
        clipped, total_norm = candidate(
            "clip_by_norm", [np.zeros((2, 3), np.float32), np.zeros(4, np.float32)], max_norm
        )
        assert total_norm == 0
        assert not any(one.any() for one in clipped)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A tensor of zeros beside others stays zero.")
def test_some_zero_gradients(compare, rng):
    compare("clip_by_norm", [np.zeros((2, 3), np.float32), rng.normal((4,))], 0.1)


@pytest.mark.points(2)
@pytest.mark.hint("Every element is brought into [-limit, limit], from both sides; those within stay.")
@pytest.mark.parametrize("limit", [0.5, 1, 1e-3])
def test_value(compare, rng, limit):
    compare("clip_by_value", draw(rng, [(5, 4), (), (9,), (0, 2)]), limit, guards=("fresh",))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Where all elements are within the limit, the results are copies.")
@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_value_within_the_limit(compare, rng, scale):
    compare("clip_by_value", draw(rng, [(3, 2), (4,)], scale), 100 * scale, guards=("fresh",))


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("clip_by_norm", lambda: (draw(rng, [(64, 64)] * 20), 1.0))
