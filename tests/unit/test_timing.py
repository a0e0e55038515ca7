"""The figures of a measurement: interval, noise and finding, against first principles."""

from __future__ import annotations

import math
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.timing import Rounds, figure, interval

seconds = st.floats(1e-6, 1e3)
values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)


def coverage(count: int, low: int, high: int) -> float:
    """Chance that the median of a continuous distribution lies between two order statistics (0-based), by counting.

    Each of `count` values lies below the median with probability 1/2: all 2**count outcomes are equally likely, and
    the median is between exactly where more than `low` and at most `high` values lie below it.
    """
    below = sum(1 for outcome in range(2**count) if low < outcome.bit_count() <= high)
    return below / 2**count


@pytest.mark.parametrize("count", range(1, 17))
def test_the_interval_covers_the_median_with_95_percent_and_is_the_narrowest_that_does(count):
    low, high = interval(list(range(count)))
    assert low + high == count - 1  # as far from one end as from the other
    if count < 6:
        assert (low, high) == (0, count - 1)  # no interval of so few values reaches 95 percent
        assert coverage(count, 0, count - 1) < 0.95
    else:
        assert coverage(count, low, high) >= 0.95
        assert high - low < 2 or coverage(count, low + 1, high - 1) < 0.95


@given(st.integers(6, 300))
def test_the_same_for_many_values_by_the_binomial_distribution(count):
    low, high = interval(list(range(count)))
    chances = [math.comb(count, below) / 2**count for below in range(count + 1)]
    assert sum(chances[low + 1 : high + 1]) >= 0.95
    assert sum(chances[low + 2 : high]) < 0.95


@given(values)
def test_the_interval_is_two_of_the_values_around_their_median(numbers):
    low, high = interval(numbers)
    assert {low, high} <= set(numbers)
    assert low <= median(numbers) <= high


@given(values, st.randoms(use_true_random=False))
def test_the_order_of_the_values_does_not_matter(numbers, random):
    shuffled = list(numbers)
    random.shuffle(shuffled)
    assert interval(shuffled) == interval(numbers)


@given(st.lists(seconds, min_size=1, max_size=40), st.floats(0.01, 100))
def test_a_unit_of_time_does_not_matter(numbers, factor):
    low, high = interval(numbers)
    assert interval([one * factor for one in numbers]) == (low * factor, high * factor)


def test_a_few_outliers_do_not_move_it():
    numbers = [1.0 + index / 1000 for index in range(20)]
    low, high = interval([*numbers[:-2], 500.0, 900.0])
    assert low >= 1
    assert high < 1.02


def rounds(candidate, reference=None):
    """Rounds of a program whose calls take `candidate` seconds while the reference's take one."""
    pairs = [(one, one) for one in candidate]
    return Rounds(reference=reference or [(1.0, 1.0)] * len(pairs), candidate=pairs)


def test_a_figure_in_numbers():
    measured = figure(rounds([0.002] * 10, [(0.001, 0.001)] * 10), 3.0)
    assert (measured.ratio, measured.low, measured.high) == (2, 2, 2)
    assert (measured.candidate_ms, measured.reference_ms) == (2.0, 1.0)
    assert measured.noise == 0
    assert measured.pairs == 10
    assert measured.at_most == 3.0


def test_the_ratio_is_the_median_of_the_rounds_and_never_a_mean():
    measured = figure(rounds([2.0] * 9 + [1000.0]), None)
    assert measured.ratio == 2
    assert measured.candidate_ms == 2000


def test_a_drift_within_a_round_cancels():
    drifting = Rounds(reference=[(1.0, 1.3)] * 10, candidate=[(1.1, 1.2)] * 10)
    assert figure(drifting, None).ratio == pytest.approx(1.0)


def test_noise_is_how_far_the_reference_is_from_itself():
    assert figure(rounds([1.0] * 10, [(1.0, 1.0)] * 10), None).noise == 0
    noisy = [(1.0, 0.8), (1.0, 1.2)] * 10
    assert figure(rounds([1.0] * 20, noisy), None).noise == pytest.approx(0.2)


SPREAD = [1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4]  # the interval is 1 to 2.4 or 1.2 to 2.2


@pytest.mark.parametrize(
    ("times", "at_most", "finding"),
    [
        ([3.0] * 8, 2.0, "too_slow"),
        ([1.5] * 8, 2.0, "within"),
        ([2.0] * 8, 2.0, "within"),
        (SPREAD, 0.5, "too_slow"),
        (SPREAD, 3.0, "within"),
        (SPREAD, 1.7, "cannot_tell"),
        (SPREAD, 1.3, "cannot_tell"),
        (SPREAD, None, "reported"),
        ([50.0] * 8, None, "reported"),
        ([5.0, 1.0], 2.0, "cannot_tell"),
    ],
)
def test_findings(times, at_most, finding):
    assert figure(rounds(times), at_most).finding == finding


@given(st.lists(seconds, min_size=2, max_size=40), st.floats(0.01, 100))
def test_too_slow_only_where_the_whole_interval_lies_above(times, at_most):
    measured = figure(rounds(times), at_most)
    assert (measured.finding == "too_slow") == (measured.low > at_most)
    assert (measured.finding == "within") == (measured.high <= at_most)
    assert measured.low <= measured.ratio <= measured.high
