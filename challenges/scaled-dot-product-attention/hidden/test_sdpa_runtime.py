"""The runtime case."""

import pytest


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("scaled_dot_product_attention", lambda: tuple(rng.normal((4, 4, 128, 64), count=3)))
