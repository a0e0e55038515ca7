"""Outputs at every shape, mask form and scale that the statement promises."""

import numpy as np
import pytest

NAME = "scaled_dot_product_attention"

# leading axes, Lq, Lk, d, dv
SHAPES = [
    ((2, 4), 16, 16, 8, 8),
    ((1, 1), 1, 1, 8, 8),
    ((), 3, 5, 4, 2),
    ((3,), 33, 17, 5, 7),
    ((2,), 5, 9, 1, 3),
    ((2, 1, 3), 4, 6, 6, 1),
]
MASKS = [  # mask shape for q (2, 3, 7, 5) and k (2, 3, 6, 5)
    ((2, 3, 7, 6), "bool"),
    ((2, 1, 1, 6), "bool"),
    ((7, 6), "uint8"),
    ((1, 6), "int64"),
    ((6,), "int32"),
    ((3, 1, 6), "float32"),
    ((2, 1, 7, 6), "int64"),
]


def draw(rng, leading, queries, keys, width, value_width, scale=1.0):
    """q, k, v of the given sizes."""
    return (
        rng.normal((*leading, queries, width), scale=scale),
        rng.normal((*leading, keys, width), scale=scale),
        rng.normal((*leading, keys, value_width)),
    )


def mask_of(rng, shape, dtype="bool", visible=0):
    """A random mask in which one key is always visible and its neighbour always hidden."""
    mask = rng.bernoulli(shape, 0.6)
    mask[..., visible] = True
    mask[..., (visible + 1) % shape[-1]] = False
    return mask.astype(dtype)


@pytest.mark.points(2)
@pytest.mark.parametrize("sizes", SHAPES)
def test_plain(compare, rng, sizes):
    compare(NAME, *draw(rng, *sizes))


@pytest.mark.hint("With causal=True query i sees keys 0..i, whatever Lq and Lk are. Is the diagonal visible?")
@pytest.mark.parametrize("sizes", [((2,), 7, 7, 4, 4), ((2,), 4, 9, 3, 5), ((1, 2), 9, 4, 3, 2), ((), 1, 6, 4, 4)])
def test_causal(compare, rng, sizes):
    compare(NAME, *draw(rng, *sizes), causal=True)


@pytest.mark.points(2)
@pytest.mark.hint("A mask of any shape that broadcasts to (..., Lq, Lk), bool or 0/1: True or 1 is visible.")
@pytest.mark.parametrize(("shape", "dtype"), MASKS)
def test_mask(compare, rng, shape, dtype):
    q, k, v = draw(rng, (2, 3), 7, 6, 5, 4)
    compare(NAME, q, k, v, mask_of(rng, shape, dtype, visible=rng.choice(range(6))))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Where Lq and Lk are equal the last axis of a mask still counts the keys.")
@pytest.mark.parametrize(("shape", "dtype"), [((6,), "int64"), ((6, 6), "bool"), ((2, 1, 6, 6), "int32")])
def test_mask_where_queries_and_keys_are_as_many(compare, rng, shape, dtype):
    q, k, v = draw(rng, (2, 3), 6, 6, 5, 4)
    compare(NAME, q, k, v, mask_of(rng, shape, dtype, visible=rng.choice(range(6))))


@pytest.mark.hint("With a mask and causal=True together, a key must be allowed by both.")
@pytest.mark.parametrize("shape", [(5, 8), (2, 1, 8)])
def test_mask_and_causal(compare, rng, shape):
    compare(NAME, *draw(rng, (2,), 5, 8, 4, 4), mask=mask_of(rng, shape), causal=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("exp overflows or underflows when the scores are large. What can be taken off all of them first?")
@pytest.mark.parametrize("scale", [30.0, 100.0])
def test_large_scores(compare, rng, scale):
    q, k, v = draw(rng, (2,), 9, 11, 8, 3, scale=scale)
    compare(NAME, q, k, v)
    compare(NAME, q, k, v, causal=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Every visible score may be far below zero. What do hidden keys get then?")
@pytest.mark.parametrize("size", [20.0, 200.0])
def test_scores_far_below_zero(compare, rng, size):
    q = rng.uniform((2, 5, 16), low=size / 2, high=size)
    k = -rng.uniform((2, 9, 16), low=size / 2, high=size)
    compare(NAME, q, k, rng.normal((2, 9, 4)), mask_of(rng, (2, 5, 9)))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("A hidden key must have no influence, however well it matches the query.")
def test_hidden_keys_match_best(compare, rng):
    mask = mask_of(rng, (9,), visible=4)
    q = rng.uniform((2, 5, 16), low=1.0, high=2.0)
    k = np.where(mask[:, None], rng.normal((2, 9, 16)), np.float32(100.0)).astype(np.float32)
    v = np.where(mask[:, None], rng.normal((2, 9, 4)), np.float32(1e4)).astype(np.float32)
    compare(NAME, q, k, v, mask)


@pytest.mark.aspect("numerical stability")
@pytest.mark.parametrize(("scale", "shift"), [(1e4, 0.0), (1e-6, 0.0), (1.0, 1e3)])
def test_scale_of_values(compare, rng, scale, shift):
    q, k, _ = draw(rng, (2,), 6, 9, 8, 5)
    compare(NAME, q, k, rng.normal((2, 9, 5), scale=scale, shift=shift))


@pytest.mark.aspect("numerical stability")
def test_tiny_scores(compare, rng):
    compare(NAME, *draw(rng, (2,), 6, 9, 8, 5, scale=1e-3))
