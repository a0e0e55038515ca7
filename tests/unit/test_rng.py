"""Secret inputs: fresh for every run, replayed bit for bit by a seed, independent of what else is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from judge.errors import UsageError
from judge.rng import SEED_BITS, Rng, checked_seed, fresh_seed

DRAWS = {
    "normal": lambda rng: rng.normal((3, 4)),
    "several": lambda rng: np.stack(rng.normal((5,), count=3, scale=2.0, shift=1.0)),
    "uniform": lambda rng: rng.uniform((7,), -2.0, 5.0),
    "integers": lambda rng: rng.integers((9,), -3, 12),
    "bernoulli": lambda rng: rng.bernoulli((40,), 0.5),
    "permutation": lambda rng: rng.permutation(30),
    "choice": lambda rng: np.array([rng.choice(range(1000)) for _ in range(9)]),
    "call seed": lambda rng: np.array([rng.call_seed() for _ in range(3)]),
    "jittered": lambda rng: rng.jittered(np.linspace(1, 2, 50, dtype=np.float32)),
}


@pytest.mark.parametrize("name", DRAWS)
def test_a_seed_replays_every_bit(name):
    first, second = (DRAWS[name](Rng("ab" * 16, "test_x.py::test_a")) for _ in range(2))
    assert first.dtype == second.dtype
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize(
    "other",
    [
        ("ab" * 15 + "ac", "test_x.py::test_a", "inputs"),
        ("ab" * 16, "test_x.py::test_b", "inputs"),
        ("ab" * 16, "test_x.py::test_a", "jitter"),
    ],
    ids=["seed", "test", "stream"],
)
def test_another_seed_test_or_stream_draws_other_numbers(name, other):
    first, second = DRAWS[name](Rng("ab" * 16, "test_x.py::test_a", "inputs")), DRAWS[name](Rng(*other))
    assert first.tobytes() != second.tobytes()


def test_names_do_not_run_into_each_other():
    assert Rng("1", "2test").normal((4,)).tobytes() != Rng("12", "test").normal((4,)).tobytes()
    assert Rng("1", "a", "b").normal((4,)).tobytes() != Rng("1", "ab", "").normal((4,)).tobytes()


def test_what_another_test_draws_changes_nothing():
    alone = Rng("5" * 32, "test_b").normal((6,))
    other, rng = Rng("5" * 32, "test_a"), Rng("5" * 32, "test_b")
    np.random.seed(1)
    for _ in range(5):
        other.normal((100,))
    np.random.standard_normal(3)
    assert rng.normal((6,)).tobytes() == alone.tobytes()


def test_dtypes_shapes_and_ranges():
    rng = Rng(fresh_seed(), "test")
    assert (rng.normal((2, 3)).dtype, rng.normal((2, 3)).shape) == (np.float32, (2, 3))
    assert rng.normal(()).shape == ()
    pair = rng.uniform((4, 0), count=2)
    assert [one.shape for one in pair] == [(4, 0)] * 2
    assert isinstance(pair, tuple)
    values = rng.uniform((10_000,), 2.0, 3.0)
    assert values.dtype == np.float32
    assert 2 <= values.min() < 2.1
    assert 2.9 < values.max() <= 3
    whole = rng.integers((1000,), -2, 3)
    assert whole.dtype == np.int64
    assert set(whole.tolist()) == {-2, -1, 0, 1, 2}
    assert rng.bernoulli((3,), 1.0).dtype == np.bool_
    assert rng.bernoulli((2000,), 0.0).sum() == 0
    assert rng.bernoulli((2000,), 1.0).all()
    assert sorted(rng.permutation(50).tolist()) == list(range(50))
    assert rng.permutation(3).dtype == np.int64
    assert {rng.choice("ab") for _ in range(60)} == {"a", "b"}
    assert all(0 <= rng.call_seed() < 1 << 32 for _ in range(20))


def test_scale_and_shift_are_those_of_the_distribution():
    values = Rng(fresh_seed(), "test").normal((40_000,), scale=3.0, shift=-5.0)
    assert abs(values.mean() + 5) < 0.15
    assert abs(values.std() - 3) < 0.15


def test_several_arrays_are_not_the_same_one():
    one, two = Rng(fresh_seed(), "test").normal((8,), count=2)
    assert one.tobytes() != two.tobytes()


def test_fresh_seeds_are_128_bits_and_never_the_same():
    seeds = {fresh_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert {len(seed) for seed in seeds} == {SEED_BITS // 4}
    assert all(checked_seed(seed) == seed for seed in seeds)


@pytest.mark.parametrize(("text", "seed"), [("0", "0" * 32), ("FF", "0" * 30 + "ff"), ("f" * 32, "f" * 32)])
def test_a_given_seed_gets_the_form_of_reports(text, seed):
    assert checked_seed(text) == seed


@pytest.mark.parametrize("text", ["", "xyz", "-1", "f" * 33, "1.5", "\0", "0" * 20 + "g"])
def test_what_is_no_seed_is_a_usage_error(text):
    with pytest.raises(UsageError, match="seed"):
        checked_seed(text)


floats = hnp.arrays(
    np.float32,
    hnp.array_shapes(min_dims=0, max_dims=3, max_side=6),
    elements=st.floats(width=32, allow_nan=True, allow_infinity=True, allow_subnormal=True),
)


@given(values=floats, seed=st.integers(0, 1 << 64))
def test_a_jitter_moves_by_at_most_one_unit_in_the_last_place(values, seed):
    before = values.copy()
    moved = Rng(f"{seed:x}", "test").jittered(values)
    assert values.tobytes() == before.tobytes()
    assert (moved.dtype, moved.shape) == (np.float32, values.shape)
    still = ~np.isfinite(values) | (values == 0)
    assert moved[still].tobytes() == values[still].tobytes()
    steps = moved[~still].view(np.int32).astype(np.int64) - values[~still].view(np.int32)
    assert np.all(np.abs(steps) <= 1)
    assert np.all(np.isfinite(moved[~still]))
    assert np.all(moved[~still] != 0)


@pytest.mark.parametrize("edge", [np.finfo(np.float32).max, np.finfo(np.float32).smallest_subnormal])
def test_a_jitter_makes_neither_zero_nor_infinity(edge):
    values = np.array([edge, -edge] * 50, dtype=np.float32)
    moved = Rng("7", "test").jittered(values)
    assert np.all(np.isfinite(moved) & (moved != 0))


def test_a_jitter_moves_up_down_and_not_at_all():
    values = np.ones(300, np.float32)
    moved = Rng("7", "test").jittered(values)
    below, above = np.nextafter(np.float32(1), np.float32([0, 2]))
    assert set(moved.tolist()) == {1.0, float(below), float(above)}
