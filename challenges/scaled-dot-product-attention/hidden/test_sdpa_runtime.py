"""The runtime case."""

import pytest


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("scaled_dot_product_attention", lambda: tuple(rng.normal((2, 4, 256, 32), count=3)))
