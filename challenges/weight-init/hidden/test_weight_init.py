"""Moments, range and distribution of the weights, ratios between settings, and where the numbers come from."""

import math

import numpy as np
import pytest

GAINS = {"linear": 1.0, "relu": math.sqrt(2), "tanh": 5 / 3, "leaky_relu": math.sqrt(2 / 1.0001)}
SHAPES = [(160, 125), (50, 20, 4, 5), (16, 250, 5)]  # 20,000 weights each
FANS = {(160, 125): (125, 160), (50, 20, 4, 5): (400, 1000), (16, 250, 5): (1250, 80)}
KAIMING = [
    (SHAPES[0], "fan_in", "relu"),
    (SHAPES[1], "fan_out", "tanh"),
    (SHAPES[1], "fan_in", "linear"),
    (SHAPES[2], "fan_out", "leaky_relu"),
    (SHAPES[2], "fan_in", "relu"),
]
# Distance between the distribution function of 20,000 draws and the true one. By the inequality of Dvoretzky, Kiefer,
# Wolfowitz and Massart it is larger in 2 exp(-2 * 20000 * 0.022 ** 2) = 8e-9 of all runs.
FAR = 0.022


def far_from(values, curve):
    """The largest distance between the distribution function of the values and the one due."""
    due, steps = curve(np.sort(values)), np.arange(len(values) + 1) / len(values)
    return max(np.abs(due - steps[1:]).max(), np.abs(due - steps[:-1]).max())


def normal_curve(values):
    return np.array([0.5 + 0.5 * math.erf(one / math.sqrt(2)) for one in values])


def draw(candidate, rng, name, shape, *settings):
    """All weights in one line, in float64."""
    found = candidate.probe("weights", name, int(rng.integers((), 0, 2**31)), list(shape), *settings)
    return found.astype(np.float64).ravel()


# In units of the standard deviation due, the mean of 20,000 normal numbers has a deviation of 0.0071 and their mean
# square one of 0.01: six of each are passed in 2e-9 of all runs (a little more for the mean square, whose tail is that
# of chi-square: below 1e-8). None beyond 3 deviations, which would be a cut normal: 0.9973 ** 20000 = 3e-24.
@pytest.mark.points(3)
@pytest.mark.hint("The standard deviation is gain / sqrt(fan), and a kernel counts in both fans.")
@pytest.mark.parametrize(("shape", "mode", "nonlinearity"), KAIMING)
def test_kaiming(candidate, rng, shape, mode, nonlinearity):
    fan = FANS[shape][mode == "fan_out"]
    z = draw(candidate, rng, "kaiming_normal", shape, mode, nonlinearity) * math.sqrt(fan) / GAINS[nonlinearity]
    assert abs(z.mean()) < 0.043
    assert abs((z * z).mean() - 1) < 0.063
    assert np.abs(z).max() > 3
    assert far_from(z, normal_curve) < FAR


# The largest of 20,000 uniform numbers is below 0.999 of the bound in 0.999 ** 20000 = 2e-9 of all runs.
@pytest.mark.points(3)
@pytest.mark.hint("The bound is gain · sqrt(6 / (fan_in + fan_out)), and every number between −a and a is as likely.")
@pytest.mark.parametrize(("shape", "gain"), [(SHAPES[0], 1.0), (SHAPES[1], 2.5), (SHAPES[2], 1.0)])
def test_xavier(candidate, rng, shape, gain):
    bound = gain * math.sqrt(6 / sum(FANS[shape]))
    u = draw(candidate, rng, "xavier_uniform", shape, gain) / bound
    assert np.abs(u).max() <= 1 + 1e-6
    assert u.max() > 0.998
    assert u.min() < -0.998
    assert far_from(u, lambda values: (values + 1) / 2) < FAR


@pytest.mark.points(2)
@pytest.mark.hint(
    "Two settings differ by one factor, the ratio of their deviations: leaky_relu has not the gain of relu."
)
@pytest.mark.parametrize("shape", [(7, 5), (6, 3, 2, 4)])
def test_ratios(candidate, rng, shape):
    fan_in, fan_out = shape[1] * math.prod(shape[2:]), shape[0] * math.prod(shape[2:])
    seed = int(rng.integers((), 0, 2**31))
    base = candidate.probe("weights", "kaiming_normal", seed, list(shape), "fan_in", "linear").astype(np.float64)
    for mode, fan in (("fan_in", fan_in), ("fan_out", fan_out)):
        for nonlinearity, gain in GAINS.items():
            found = candidate.probe("weights", "kaiming_normal", seed, list(shape), mode, nonlinearity)
            due = base * gain * math.sqrt(fan_in / fan)
            assert np.linalg.norm(found - due) < 3e-6 * np.linalg.norm(due)


@pytest.mark.points(2)
@pytest.mark.hint("Every number comes from the generator: not from the global one, and not the same in each call.")
@pytest.mark.parametrize(("name", "settings"), [("kaiming_normal", ("fan_in", "relu")), ("xavier_uniform", (1.0,))])
def test_generator(candidate, rng, name, settings):
    seed = int(rng.integers((), 0, 2**31))
    equal, repeated, untouched, learned = candidate.probe("where_from", name, seed, [6, 5], *settings)
    assert equal
    assert not repeated
    assert untouched
    assert not learned
    other = candidate.probe("weights", name, seed + 1, [6, 5], *settings)
    assert not (other == candidate.probe("weights", name, seed, [6, 5], *settings)).all()


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Any size may be 1, and a kernel may have one axis or three.")
@pytest.mark.parametrize("shape", [(1, 1), (3, 1, 2), (2, 3, 1, 1, 4)])
def test_shapes(candidate, rng, shape):
    assert np.isfinite(draw(candidate, rng, "kaiming_normal", shape, "fan_out", "tanh")).all()
    bound = math.sqrt(6 / ((shape[0] + shape[1]) * math.prod(shape[2:])))
    assert np.abs(draw(candidate, rng, "xavier_uniform", shape, 1.0)).max() <= bound * (1 + 1e-6)


@pytest.mark.timed
def test_runtime(timed):
    timed.probe("made", lambda: ([256, 128, 3, 3],))
