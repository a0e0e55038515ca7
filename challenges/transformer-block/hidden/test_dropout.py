"""Dropout in training: its rate, its scale and its places, read off two-valued rows.

Every row of x is `low` in its first half and `low + gap` in the second. One of the two steps adds the same number 1 to
all elements, the other adds nothing. So each half has two values after the sum, one for dropped and one for kept
elements, and the norms keep the ratios of differences.
"""

import numpy as np
import pytest

ROWS = 32
PLACES = {"attention": 100.0, "feed_forward": 2.0}  # the gap: norm1 comes before the second sum and makes it 2


def state(width, place):
    """All parameters, such that one step adds 1 to each element and the other 0."""
    square = np.zeros((width, width), np.float32)
    zeros, ones = np.zeros(width, np.float32), np.ones(width, np.float32)
    given = {f"attention.W_{one}.weight": square for one in "qkvo"}
    given |= {f"attention.W_{one}.bias": zeros for one in "qkvo"}
    given |= {"norm1.weight": ones, "norm2.weight": ones, "norm1.bias": zeros, "norm2.bias": zeros}
    given |= {"feed_forward.0.weight": np.zeros((1, width), np.float32), "feed_forward.0.bias": zeros[:1]}
    given |= {"feed_forward.2.weight": np.zeros((width, 1), np.float32), "feed_forward.2.bias": zeros}
    if place == "attention":  # all values are 1, so their average is 1 unless a weight was dropped
        return given | {"attention.W_v.bias": ones, "attention.W_o.weight": np.eye(width, dtype=np.float32)}
    return given | {"feed_forward.2.bias": ones}


def added(candidate, width, place, **options):
    """What the sum added to each element (ROWS, width): 0 where it was dropped."""
    layer = candidate.new("TransformerBlock", width, 2, 1, state=state(width, place), **options)
    layer.train()
    half, gap = width // 2, PLACES[place]
    x = np.repeat(np.array([-gap / 2, gap / 2], np.float32), half)
    y = layer(np.tile(x, (4, ROWS // 4, 1))).reshape(ROWS, 2, half).astype(np.float64)
    least = y.min(axis=2, keepdims=True)
    unit = (least[:, 1:] - least[:, :1]) / gap
    return ((y - least) / unit).reshape(ROWS, width)


# A half without any dropped element would spoil `added`: 2 * 32 halves of 64 at p = 0.4 give 64 * 0.6 ** 64 = 4e-13,
# and 64 halves of 256 at p = 0.1 give 64 * 0.9 ** 256 = 1e-10; halves without a kept one are rarer still. The rate of
# n = 32 * 128 = 4096 coins has a standard deviation of 0.0077 at p = 0.4, that of n = 16384 one of 0.0023 at p = 0.1:
# the bounds are 6 of them, which chance crosses once in 5e8 runs. Two rows alike: 496 * 0.52 ** 128 = 2e-34.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("In training dropout acts on each of the two sums, element by element, and nowhere else.")
@pytest.mark.parametrize("place", ["attention", "feed_forward"])
@pytest.mark.parametrize(("width", "p", "bound"), [(128, 0.4, 0.046), (512, 0.1, 0.0141)])
def test_dropout(candidate, place, width, p, bound):
    options = {} if p == 0.1 else {"dropout": p}  # the default is 0.1
    values = added(candidate, width, place, **options)
    kept = values > 0.5
    assert abs(kept.mean() - (1 - p)) < bound
    assert np.abs(values - kept / (1 - p)).max() < 2e-3
    assert len(np.unique(kept, axis=0)) == ROWS
