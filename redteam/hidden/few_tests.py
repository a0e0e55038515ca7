"""A few hidden tests for the challenge `attention`: what every attack meets, so that the suite stays quick."""

import pytest


def draw(rng, batch, length, hidden_size):
    """Encoder outputs (B, L, h) and a decoder state (B, h)."""
    return rng.normal((batch, length, hidden_size)), rng.normal((batch, hidden_size))


@pytest.mark.parametrize("shape", [(2, 5, 8), (3, 4, 1)])
def test_outputs(compare, rng, shape):
    compare.new("Attention", shape[2])(*draw(rng, *shape))


def test_gradients(compare, rng):
    compare.new("Attention", 4)(*draw(rng, 2, 3, 4), gradients=True)


def test_sum_of_weights(compare, rng):
    _, weights = compare.new("Attention", 3)(*draw(rng, 2, 9, 3))
    assert abs(weights.sum(axis=1) - 1).max() < 1e-5
