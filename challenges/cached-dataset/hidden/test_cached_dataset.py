"""Which accesses load, for caches of all sizes; what is returned; transforms, failures and several objects."""

import pytest


def order(rng, length, items):
    """Indices to go through, with many repetitions."""
    return rng.integers((length,), 0, items).tolist()


@pytest.mark.points(3)
@pytest.mark.hint(
    "Go through the example of the statement: the item that went in first is dropped, hits change nothing."
)
@pytest.mark.parametrize(("size", "items"), [(2, 4), (3, 5), (5, 8), (1, 3)])
def test_loads(compare, rng, size, items):
    compare.probe("accesses", [*range(size), 0, size, 0, *order(rng, 60, items)], size)


@pytest.mark.points(2)
@pytest.mark.hint("With a size of 0 nothing is kept; each access loads.")
def test_no_cache(compare, rng):
    compare.probe("accesses", [2, 2, 2, *order(rng, 10, 3)], 0)


@pytest.mark.hint("While there is room nothing is dropped.")
@pytest.mark.parametrize("size", [6, 100])
def test_room_for_all(compare, rng, size):
    compare.probe("accesses", [*order(rng, 40, 6), *range(6)], size)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("The default size is 1000.")
@pytest.mark.parametrize("count", [1000, 1001])
def test_default_size(compare, count):
    compare.probe("by_default", count)


@pytest.mark.points(3)
@pytest.mark.hint("The cache keeps items as they were loaded: the transform is called once on each access.")
@pytest.mark.parametrize("size", [0, 3, 10])
def test_transform(compare, rng, size):
    compare.probe("transformed", [1, 1, *order(rng, 30, 5)], size)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("An item may be None, 0 or empty, and is kept like any other.")
def test_empty_items(compare, rng):
    compare.probe("empty_items", [0, 0, 1, 1, 2, 2, 3, 3, *order(rng, 20, 8)])


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("Two datasets have caches of their own.")
def test_two_datasets(compare, rng):
    compare.probe("two_datasets", [1, 1, *order(rng, 20, 5)])


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A load that fails drops nothing and keeps nothing.")
@pytest.mark.parametrize("size", [0, 2, 3])
def test_failing_loads(compare, rng, size):
    compare.probe("with_failures", [1, 2, 0, 1, 2, 0, 5, 0, 2, *order(rng, 30, 7)], size)


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("items", lambda: (order(rng, 500, 40), 20))
