"""That the parts of a mixture belong to each other, and which boxes are cut in the long run."""

import numpy as np
import pytest

HEIGHT, WIDTH = 20, 40
CALLS = 300


def mix(candidate, rng, shape, alpha):
    """x, what is made of it, the permutation, and lam."""
    x, y = rng.normal(shape), np.arange(shape[0])
    mixed, y_a, y_b, lam = candidate("cutmix_data", x, y, alpha=alpha)
    assert (y_a == y).all()
    assert (np.sort(y_b) == y).all()
    assert 0 <= lam <= 1
    return x, mixed, y_b, float(lam)


def boxes_of(candidate, alpha):
    """The boxes that were seen: half of all permutations of two pictures exchange them."""
    found = candidate.probe("boxes", HEIGHT, WIDTH, alpha, CALLS)
    seen = found[found[:, 1] > 0]
    assert len(seen) >= 50  # fewer in 1e-20 of all runs, even if one box in five were empty
    return seen


@pytest.mark.points(3)
@pytest.mark.hint("What changes is one rectangle, in all pictures and channels; lam is 1 minus its share of the area.")
@pytest.mark.parametrize("shape", [(8, 3, 12, 9), (6, 1, 5, 16), (9, 2, 7, 7), (5, 3, 1, 8)])
@pytest.mark.parametrize("alpha", [1.0, 20.0])
def test_one_box_of_the_partner(candidate, rng, shape, alpha):
    x, mixed, partner, lam = mix(candidate, rng, shape, alpha)
    moved = partner != np.arange(shape[0])
    if not moved.any():
        return  # every picture is its own partner: nothing to see
    changed = mixed[moved] != x[moved]
    box = changed[0, 0]
    assert (changed == box).all()
    assert (mixed == np.where(box, x[partner], x)).all()
    assert box.sum() == box.any(axis=1).sum() * box.any(axis=0).sum()
    rows, columns = np.flatnonzero(box.any(axis=1)), np.flatnonzero(box.any(axis=0))
    if len(rows):
        assert rows[-1] - rows[0] + 1 == len(rows)
        assert columns[-1] - columns[0] + 1 == len(columns)
    assert abs(lam - (1 - box.mean())) < 1e-5


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("With alpha of 0 or less nothing is pasted, and lam is 1.")
@pytest.mark.parametrize("alpha", [0.0, -1.0])
def test_nothing_to_paste(candidate, rng, alpha):
    x, mixed, _, lam = mix(candidate, rng, (6, 2, 40, 30), alpha)
    assert lam == 1
    assert (mixed == x).all()


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A batch of one is its own partner; lam still is the share outside of the box.")
def test_batch_of_one(candidate, rng):
    x, mixed, _, _ = mix(candidate, rng, (1, 2, 6, 5), 1.0)
    assert (mixed == x).all()


# With alpha = 100000 λ is 1/2 within 0.01 in all but 2 exp(-2 * 200001 * 0.01 ** 2) = 8e-18 of all calls (Beta is sub-
# Gaussian with the variance proxy 1 / (4 (2 alpha + 1))). So sides are 0.700 to 0.715 of the picture's, 14.0 to 14.3
# and 28.0 to 28.6 pixels, before rounding by at most 2. A box is seen if the pictures were exchanged (1/2), and keeps
# its whole height of 12 or more for 0.4 of all centres, and its width of 26 or more for 0.35: none in 300 calls has a
# probability of 0.825 ** 300 = 9e-26 at most.
@pytest.mark.points(2)
@pytest.mark.hint("A box is H · sqrt(1 − λ) high and W · sqrt(1 − λ) wide, so that its area has the share 1 − λ.")
def test_size_of_boxes(candidate):
    top, bottom, left, right = boxes_of(candidate, 1e5).T
    assert 12 <= (bottom - top).max() <= 16
    assert 26 <= (right - left).max() <= 30


# Boxes that touch no edge were not clipped. Their sides have one share of the picture's, up to rounding by two pixels.
@pytest.mark.points(2)
@pytest.mark.hint("A box has the proportions of the picture: both sides are cut by the same share.")
def test_proportions(candidate):
    top, bottom, left, right = boxes_of(candidate, 1.0).T
    whole = (top > 0) & (bottom < HEIGHT) & (left > 0) & (right < WIDTH)
    assert (np.abs((bottom - top) / HEIGHT - (right - left) / WIDTH)[whole] <= 2 / HEIGHT + 2 / WIDTH).all()


# In a call with alpha = 1 the side is s = sqrt(1 - λ) of the picture's, on average 2/3, and the box is cut off at a
# given edge with probability s / 2, so in 1/3 of all calls, 1/6 of those seen. None in 300: (5/6) ** 300 = 2e-24.
@pytest.mark.points(2)
@pytest.mark.hint("The centre lies anywhere in the picture, and a box that reaches over an edge is cut off there.")
def test_boxes_reach_every_edge(candidate):
    top, bottom, left, right = boxes_of(candidate, 1.0).T
    for edge in (top == 0, bottom == HEIGHT, left == 0, right == WIDTH):
        assert edge.any()
    assert len(np.unique(top)) > 3
    assert len(np.unique(left)) > 3


# A box that is moved inside would always have its whole height, at least 12 pixels. Of right ones a centre in the
# first or last two rows leaves 10 or fewer: 0.2 of all calls, half of them seen; none of 300: 0.9 ** 300 = 2e-14.
@pytest.mark.points(2)
@pytest.mark.hint("A box is not moved inside of the picture: what lies outside is cut off, and the box gets smaller.")
def test_boxes_are_cut_off(candidate):
    top, bottom, _, _ = boxes_of(candidate, 1e5).T
    assert (bottom - top).min() <= 10


@pytest.mark.hint("alpha is 1 where the caller gives none.")
def test_default_alpha(candidate):
    assert candidate.probe("default_alpha") == 1


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("unmixed", lambda: (rng.normal((64, 3, 32, 32)), np.arange(64)))
