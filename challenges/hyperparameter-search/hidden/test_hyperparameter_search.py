"""Calls, bounds, the best entry, the seed, and that a search finds something."""

import pytest

BOWL = {"x": ["uniform", -1.0, 1.0], "y": ["uniform", -5.0, 5.0]}
RATE = {"rate": ["log", 1e-12, 1.0]}
MIXED = {"kind": ["categorical", ["a", "b", "c"]], "width": ["int", 3, 9], "x": ["uniform", 2.0, 3.0]}
COUNT = {"n": ["int", -2, 1]}
SPACES = [("bowl", BOWL), ("small", RATE), ("mixed", MIXED), ("flat", BOWL), ("count", COUNT)]


def drawn(rng):
    """A seed for a search."""
    return int(rng.integers((), 0, 2**31))


def results(candidate, rng, name, space, n_trials):
    """What `run` of probe.py tells; the lists have the length that is due."""
    found = candidate.probe("run", name, space, n_trials, drawn(rng))
    assert len(found[2]) == len(found[3]) == n_trials
    return found


@pytest.mark.points(3)
@pytest.mark.hint(
    "The objective is called once for each trial, and history holds what it was called with, in that order."
)
@pytest.mark.parametrize(("name", "space"), SPACES)
@pytest.mark.parametrize("n_trials", [1, 7, 25])
def test_history(candidate, rng, name, space, n_trials):
    _, _, history, calls, unchanged, values = results(candidate, rng, name, space, n_trials)
    assert [params for params, _ in history] == calls
    assert [value for _, value in history] == pytest.approx(values.tolist(), rel=1e-6)
    assert unchanged


@pytest.mark.points(2)
@pytest.mark.hint("The best entry is the one with the smallest value, the first of several.")
@pytest.mark.parametrize(("name", "space"), SPACES)
def test_best(candidate, rng, name, space):
    best_params, best_value, history, *_ = results(candidate, rng, name, space, 30)
    values = [value for _, value in history]
    assert best_value == min(values)
    assert best_params == history[values.index(min(values))][0]


@pytest.mark.points(2)
@pytest.mark.hint("Values lie within their bounds and have the type of their entry; a choice is passed on as it is.")
def test_bounds(candidate, rng):
    for params in results(candidate, rng, "mixed", MIXED, 60)[3]:
        assert set(params) == set(MIXED)
        assert params["kind"] in ("a", "b", "c")
        assert isinstance(params["width"], int)
        assert 3 <= params["width"] <= 9
        assert isinstance(params["x"], float)
        assert 2 <= params["x"] <= 3
    rates = [params["rate"] for params in results(candidate, rng, "small", RATE, 60)[3]]
    assert all(1e-12 <= rate <= 1 for rate in rates)
    assert len(set(rates)) > 3


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Where low and high are equal there is one value only.")
@pytest.mark.parametrize(("kind", "value"), [("int", 4), ("uniform", 0.5), ("log", 0.001)])
def test_one_value_only(candidate, rng, kind, value):
    for params in results(candidate, rng, "count", {"n": [kind, value, value]}, 5)[3]:
        assert params["n"] == pytest.approx(value, rel=1e-12)


# A quarter of random points have the value -2: none of 200 has it in 0.75 ** 200 = 1e-25 of all runs.
@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("Both bounds of an integer are included.")
def test_smallest_integer_is_found(candidate, rng):
    assert results(candidate, rng, "count", COUNT, 200)[0] == {"n": -2}


# A third of random points have the width 7, which is best: none of 200 has it in (2 / 3) ** 200 = 6e-36 of all runs.
@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Both bounds of an integer are included, the upper one as well.")
def test_largest_integer_is_tried(candidate, rng):
    space = {"kind": ["categorical", ["b"]], "width": ["int", 5, 7], "x": ["uniform", 0.0, 1e-3]}
    assert results(candidate, rng, "mixed", space, 200)[0]["width"] == 7


# At least half of all random points are as good as the bound: none of 40 in 2 ** -40 = 9e-13 of all runs. Half of the
# exponents between -12 and 0 are below -6; |y + 2| is below 2.5 for half of all points, and (x - 0.3)² at most 1.69;
# of the mixed points a third has kind b and a value below 9.5, of the others 4 in 7 have.
@pytest.mark.points(3)
@pytest.mark.hint('Values of "log" have their logarithm spread evenly, so that small ones are found, too.')
@pytest.mark.parametrize(
    ("name", "space", "median"),
    [("small", RATE, -6.0), ("large", RATE, 6.0), ("bowl", BOWL, 8.8), ("mixed", MIXED, 9.5)],
)
def test_better_than_the_median(candidate, rng, name, space, median):
    assert results(candidate, rng, name, space, 40)[1] <= median


@pytest.mark.points(2)
@pytest.mark.hint("Only the seed decides what is drawn: the global generators must not matter.")
@pytest.mark.parametrize(("name", "space"), [("bowl", BOWL), ("mixed", MIXED)])
def test_seed(candidate, rng, name, space):
    seed = drawn(rng)
    same, alike = candidate.probe("twice", name, space, 20, seed, seed + 1)
    assert same
    assert not alike


@pytest.mark.timed
def test_runtime(timed):
    timed.probe("made", lambda: (200,))
