"""Additive attention: outputs and gradients over shapes and scales, and that nothing is remembered."""

import numpy as np
import pytest

SHAPES = [(2, 5, 8), (3, 7, 5), (4, 2, 3)]
EDGES = [(1, 6, 4), (4, 1, 3), (5, 3, 1), (1, 1, 2), (1, 1, 1)]


def draw(rng, batch, length, hidden_size, scale=1.0):
    """Encoder outputs (B, L, h) and a decoder state (B, h)."""
    return rng.normal((batch, length, hidden_size), scale=scale), rng.normal((batch, hidden_size), scale=scale)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: concatenate, tanh, score, softmax, average.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    layer = compare.new("Attention", shape[2])
    layer(*draw(rng, *shape))


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A batch, a sequence or a hidden size of 1 must keep its dimension in both results.")
@pytest.mark.parametrize("shape", EDGES)
def test_dimensions_of_one(compare, rng, shape):
    layer = compare.new("Attention", shape[2])
    layer(*draw(rng, *shape))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes that happen to be equal need no special case: the batch always comes first.")
@pytest.mark.parametrize("shape", [(4, 4, 3), (3, 3, 3), (5, 4, 5)])
def test_equal_sizes(compare, rng, shape):
    layer = compare.new("Attention", shape[2])
    layer(*draw(rng, *shape), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients flow through the weights as well as through the average, and to every parameter.")
@pytest.mark.parametrize("shape", [*SHAPES, (1, 6, 4), (5, 3, 1)])
def test_gradients(compare, rng, shape):
    layer = compare.new("Attention", shape[2])
    layer(*draw(rng, *shape), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large or very small.")
@pytest.mark.parametrize("scale", [1e4, 1e-4])
def test_scales(compare, rng, scale):
    layer = compare.new("Attention", 6)
    layer(*draw(rng, 3, 9, 6, scale=scale), gradients=True)


# Outputs only: where one weight is all but 1 the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("exp of a score in the thousands is infinite, and yet the softmax is well defined.")
@pytest.mark.parametrize("scale", [30.0, 1000.0])
def test_extreme_scores(compare, rng, scale):
    layer = compare.new("Attention", 8, state={"v.weight": rng.normal((1, 8), scale=scale)})
    layer(*draw(rng, 4, 11, 8))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Scores that are all far above or below zero have ordinary weights: only their differences matter.")
@pytest.mark.parametrize("sign", [1, -1])
def test_scores_far_from_zero(compare, rng, sign):
    state = {"attn.bias": rng.uniform((5,), 1.0, 2.0), "v.weight": sign * rng.uniform((1, 5), 70.0, 90.0)}
    layer = compare.new("Attention", 5, state=state)
    layer(*draw(rng, 3, 6, 5, scale=0.1), gradients=True)


# Every score is beyond 1000 on one side: a bound on scores would make the weights equal.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Scores in the thousands are ordinary numbers: no bound may be put on them.")
@pytest.mark.parametrize("sign", [1, -1])
def test_scores_are_not_bounded(compare, rng, sign):
    state = {"attn.bias": rng.uniform((5,), 1.0, 2.0), "v.weight": sign * rng.uniform((1, 5), 700.0, 900.0)}
    layer = compare.new("Attention", 5, state=state)
    layer(*draw(rng, 3, 6, 5, scale=0.1))


@pytest.mark.aspect("gradients")
@pytest.mark.hint("Large encoder states under small weights have large gradients: they are not clipped.")
@pytest.mark.parametrize("scale", [1e4, 1e-4])
def test_size_of_gradients(compare, rng, scale):
    weight = rng.normal((6, 12), scale=0.4)
    weight[:, :6] /= np.float32(scale)
    layer = compare.new("Attention", 6, state={"attn.weight": weight})
    _, hidden = draw(rng, 4, 7, 6)
    layer(rng.normal((4, 7, 6), scale=scale), hidden, gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("There is no mask: a state of zeros is scored like any other.")
def test_states_of_zeros_count(compare, rng):
    encoder_outputs, hidden = draw(rng, 3, 6, 4)
    encoder_outputs[:, 4:] = 0
    layer = compare.new("Attention", 4)
    layer(encoder_outputs, hidden, gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("The weights of a sequence sum to one, also of a long one, and small weights count in the sum.")
def test_weights_of_a_long_sequence_sum_to_one(compare, rng):
    layer = compare.new("Attention", 3, state={"v.weight": rng.uniform((1, 3), 1.0, 2.0)})
    _, weights = layer(*draw(rng, 2, 257, 3))
    assert np.abs(weights.sum(axis=1, dtype=np.float64) - 1).max() < 1e-5


@pytest.mark.aspect("state")
@pytest.mark.hint("A result may depend on the parameters and the arguments only, not on earlier calls.")
def test_nothing_is_remembered(compare, rng):
    layer = compare.new("Attention", 5)
    encoder_outputs, hidden = draw(rng, 2, 4, 5)
    layer(encoder_outputs, hidden)
    layer(encoder_outputs + 1, hidden)
    layer(encoder_outputs, rng.normal((2, 5)))


@pytest.mark.aspect("state")
@pytest.mark.hint("Two objects have parameters of their own.")
def test_objects_are_independent(compare, rng):
    first, second = compare.new("Attention", 4), compare.new("Attention", 4)
    args = draw(rng, 2, 5, 4)
    first(*args)
    second(*args)
    first(*args)


@pytest.mark.aspect("state")
@pytest.mark.hint("train() and eval() make no difference here.")
def test_modes_are_alike(compare, rng):
    layer = compare.new("Attention", 16)
    layer.train()
    layer(*draw(rng, 3, 8, 16))
    layer.eval()
    layer(*draw(rng, 3, 8, 16), gradients=True)


@pytest.mark.timed
@pytest.mark.hint("Treat all sequences and positions together, not one after the other.")
def test_runtime(timed, rng):
    layer = timed.new("Attention", 128)
    timed(layer, lambda: draw(rng, 32, 64, 128))
