"""A hidden test of values and one of runtime."""

import pytest


def draw(rng, batch, length, hidden_size):
    """Encoder outputs (B, L, h) and a decoder state (B, h)."""
    return rng.normal((batch, length, hidden_size)), rng.normal((batch, hidden_size))


def test_outputs(compare, rng):
    compare.new("Attention", 4)(*draw(rng, 2, 3, 4))


@pytest.mark.timed
def test_runtime(timed, rng):
    timed(timed.new("Attention", 16), lambda: draw(rng, 16, 12, 16))
