"""That the parts of a mixture belong to each other, and how lam and the permutation are distributed."""

import itertools
import math

import numpy as np
import pytest

CALLS = 600
# Distance between the distribution function of 600 draws and the true one. By the inequality of Dvoretzky, Kiefer,
# Wolfowitz and Massart it is larger in 2 exp(-2 * 600 * 0.127 ** 2) = 8e-9 of all runs.
FAR = 0.127
CURVES = {
    0.5: lambda t: 2 / math.pi * np.arcsin(np.sqrt(t)),
    1.0: lambda t: t,
    4.0: lambda t: t**4 * (35 - 84 * t + 70 * t**2 - 20 * t**3),
}


def mix(candidate, rng, shape, **options):
    """x, and what is made of it; the labels are the places, so that y_b is the permutation."""
    x, y = rng.normal(shape), np.arange(shape[0])
    mixed, y_a, y_b, lam = candidate("mixup_data", x, y, **options)
    assert (y_a == y).all()
    assert (np.sort(y_b) == y).all()
    assert 0 <= lam <= 1
    return x, mixed, y_b, float(lam)


@pytest.mark.points(3)
@pytest.mark.hint("mixed_x, y_b and lam must come from the same permutation and the same number.")
@pytest.mark.parametrize("shape", [(16, 5), (9, 3, 4, 4), (7,), (1, 6)])
@pytest.mark.parametrize("alpha", [1.0, 0.3, 8.0])
def test_parts_belong_together(candidate, rng, shape, alpha):
    x, mixed, partner, lam = mix(candidate, rng, shape, alpha=alpha)
    x = x.astype(np.float64)
    assert np.abs(mixed - (lam * x + (1 - lam) * x[partner])).max() < 1e-5


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("With alpha of 0 or less lam is 1, and the batch stays as it is.")
@pytest.mark.parametrize("alpha", [0.0, -1.0])
def test_nothing_to_mix(candidate, rng, alpha):
    x, mixed, _, lam = mix(candidate, rng, (6, 4), alpha=alpha)
    assert lam == 1
    assert (mixed == x).all()


@pytest.mark.hint("Labels go with their samples, whatever they are.")
def test_labels(candidate, rng):
    x, y = rng.normal((12, 1)), rng.integers((12,), 0, 3)
    mixed, y_a, y_b, lam = candidate("mixup_data", x, y, 0.7)
    assert (y_a == y).all()
    assert (np.sort(y_b) == np.sort(y)).all()


@pytest.mark.points(3)
@pytest.mark.hint("lam follows Beta(alpha, alpha), drawn anew in each call, over the whole of [0, 1].")
@pytest.mark.parametrize("alpha", sorted(CURVES))
def test_distribution_of_lam(candidate, alpha):
    lam = np.sort(candidate.probe("shares", alpha, CALLS).astype(np.float64))
    due = CURVES[alpha](lam)
    steps = np.arange(CALLS + 1) / CALLS
    assert max(np.abs(due - steps[1:]).max(), np.abs(due - steps[:-1]).max()) < FAR


# A share of 600 draws is off by 0.12 in at most 2 exp(-2 * 600 * 0.12 ** 2) = 6e-8 of all runs (Hoeffding), and there
# are six shares: 4e-7.
@pytest.mark.points(2)
@pytest.mark.hint("Every permutation of the batch is as likely as any other.")
def test_distribution_of_partners(candidate):
    found = candidate.probe("partners", 3, CALLS).tolist()
    for permutation in itertools.permutations(range(3)):
        assert abs(found.count(list(permutation)) / CALLS - 1 / 6) < 0.12


@pytest.mark.hint("alpha is 1 where the caller gives none.")
def test_default_alpha(candidate):
    assert candidate.probe("default_alpha") == 1


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("unmixed", lambda: (rng.normal((64, 3, 32, 32)), np.arange(64)))
