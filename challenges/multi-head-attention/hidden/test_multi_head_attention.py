"""Multi-head attention: outputs and gradients over lengths, heads, masks and scales."""

import numpy as np
import pytest

# B, Lq, Lk, d_model, heads: lengths differ, and so do heads and width.
SHAPES = [(2, 5, 7, 8, 2), (3, 6, 4, 6, 3)]
EDGES = [(1, 4, 3, 4, 1), (2, 1, 5, 6, 2), (2, 3, 1, 4, 2), (1, 2, 3, 3, 3), (2, 2, 2, 4, 2), (1, 1, 1, 1, 1)]


def draw(rng, batch, queries, keys, width, scale=1.0):
    """query (B, Lq, d_model), key and value (B, Lk, d_model)."""
    key, value = rng.normal((batch, keys, width), count=2, scale=scale)
    return rng.normal((batch, queries, width), scale=scale), key, value


def masks(rng, shape):
    """A bool mask of that shape in which every query sees the key of a random index, and others by a coin."""
    seen = rng.bernoulli(shape, 0.5)
    seen[..., int(rng.integers((), 0, shape[-1]))] = True
    return seen


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: head i has its own columns of Q, K and V.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    compare.new("MultiHeadAttention", *shape[3:])(*draw(rng, *shape[:4]))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients flow through the weights as well as through the values, and to every parameter.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    compare.new("MultiHeadAttention", *shape[3:])(*draw(rng, *shape[:4]), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    compare.new("MultiHeadAttention", *shape[3:])(*draw(rng, *shape[:4]), gradients=True)


@pytest.mark.points(2)
@pytest.mark.hint("A mask broadcasts to (B, H, Lq, Lk); where it is 0 or False the weight is exactly 0.")
@pytest.mark.parametrize("shape", [(2, 1, 1, 7), (5, 7), (2, 4, 5, 7), (1, 4, 1, 7)])
@pytest.mark.parametrize("kind", ["bool", "int64"])
def test_masks(compare, rng, shape, kind):
    layer = compare.new("MultiHeadAttention", 8, 4)
    layer(*draw(rng, 2, 5, 7, 8), mask=masks(rng, shape).astype(kind))


@pytest.mark.aspect("gradients")
@pytest.mark.hint("A hidden key gets no gradient; the others share it.")
@pytest.mark.parametrize("shape", [(3, 1, 1, 6), (3, 2, 6, 6)])
def test_gradients_with_masks(compare, rng, shape):
    layer = compare.new("MultiHeadAttention", 4, 2)
    layer(*draw(rng, 3, 6, 6, 4), mask=masks(rng, shape), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("What a hidden key holds does not matter, however large it is.")
def test_hidden_keys_are_huge(compare, rng):
    layer = compare.new("MultiHeadAttention", 6, 2)
    query, key, value = draw(rng, 2, 4, 5, 6)
    key[:, 3:] *= 1000
    value[:, 3:] *= 1000
    layer(query, key, value, mask=np.arange(5) < 3, gradients=True)


# Outputs only: where one weight is all but 1 the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("exp of a score in the thousands is infinite, and yet the softmax is well defined.")
def test_large_scores(compare, rng):
    layer = compare.new("MultiHeadAttention", 8, 2)
    layer(*draw(rng, 2, 5, 6, 8, scale=60))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Small inputs give small differences between scores, and they count.")
def test_tiny_inputs(compare, rng):
    compare.new("MultiHeadAttention", 8, 2)(*draw(rng, 2, 5, 6, 8, scale=1e-3), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("The constructor refuses a number of heads that does not divide d_model.")
@pytest.mark.parametrize("sizes", [(10, 3), (3, 6)])
def test_width_is_no_multiple_of_heads(compare, sizes):
    compare.raises("MultiHeadAttention", *sizes, errors=("AssertionError", "ValueError"))


@pytest.mark.aspect("state")
@pytest.mark.hint("A result depends on the parameters and the arguments only; train() and eval() are alike.")
def test_objects_modes_and_calls(compare, rng):
    first, second = compare.new("MultiHeadAttention", 12, 3), compare.new("MultiHeadAttention", 12, 3)
    args = draw(rng, 2, 4, 5, 12)
    first.train()
    first(*args)
    second.eval()
    second(*args)
    first(*args, mask=masks(rng, (4, 5)))
    first(*args, guards=("fresh", "repeatable"))


@pytest.mark.timed
@pytest.mark.hint("Treat all sequences and heads together: one product for each of the four layers and the two steps.")
def test_runtime(timed, rng):
    timed(timed.new("MultiHeadAttention", 128, 8), lambda: draw(rng, 8, 64, 64, 128))
