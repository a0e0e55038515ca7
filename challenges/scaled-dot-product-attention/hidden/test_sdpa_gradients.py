"""Gradients of q, k and v, apart from the outputs: a numpy candidate may come without a backward."""

import numpy as np
import pytest

NAME = "scaled_dot_product_attention"


def draw(rng, leading, queries, keys, width, value_width):
    """q, k, v of the given sizes."""
    return (
        rng.normal((*leading, queries, width)),
        rng.normal((*leading, keys, width)),
        rng.normal((*leading, keys, value_width)),
    )


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.depends("test_plain")
@pytest.mark.hint("The weights depend on q and k, so the gradient must flow through the softmax and the scale too.")
@pytest.mark.parametrize("sizes", [((2, 2), 8, 8, 8, 8), ((1, 1), 2, 3, 4, 4), ((3,), 9, 5, 1, 7), ((), 5, 7, 6, 2)])
def test_gradients(compare, rng, sizes):
    compare(NAME, *draw(rng, *sizes), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_plain", "test_causal")
@pytest.mark.parametrize("sizes", [((2,), 6, 6, 4, 4), ((2,), 4, 9, 3, 5), ((2,), 9, 4, 3, 2)])
def test_causal_gradients(compare, rng, sizes):
    compare(NAME, *draw(rng, *sizes), causal=True, gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_plain", "test_mask")
@pytest.mark.hint("A hidden key gets no gradient; a visible one gets its whole share.")
@pytest.mark.parametrize(("shape", "dtype"), [((2, 3, 7, 6), "bool"), ((6,), "int64")])
def test_masked_gradients(compare, rng, shape, dtype):
    mask = rng.bernoulli(shape, 0.6)
    mask[..., 2:4] = True
    mask[..., 4] = False
    compare(NAME, *draw(rng, (2, 3), 7, 6, 5, 4), mask.astype(dtype), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_plain", "test_large_scores")
def test_gradients_of_large_scores(compare, rng):
    q, k, v = draw(rng, (2,), 6, 5, 8, 3)
    compare(NAME, 3 * q, np.float32(2) * k, v, gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_plain", "test_scale_of_values")
@pytest.mark.parametrize("scale", [1e4, 1e-6])
def test_gradients_at_other_scales(compare, rng, scale):
    q, k, v = draw(rng, (2,), 6, 9, 8, 5)
    compare(NAME, q, k, np.float32(scale) * v, gradients=True)
