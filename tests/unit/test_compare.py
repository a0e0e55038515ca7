"""Values within a budget, at the edges of floating point; and what the samples do to the budget."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from judge.compare import Comparison, Relative, Samples, compare_trees, relative_budget
from judge.errors import JudgeError
from judge.wire import Array, Value

F32 = hnp.from_dtype(np.dtype(np.float32), allow_subnormal=False)
FINITE32 = hnp.from_dtype(np.dtype(np.float32), allow_nan=False, allow_infinity=False, allow_subnormal=False)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


def a32(values: Any) -> Array:
    return Array.of(np.asarray(values, dtype=np.float32))


def a64(values: Any) -> Array:
    return Array.of(np.asarray(values, dtype=np.float64))


def exact(truth: Value) -> Samples:
    """Samples whose honest runs make no error at all: the budget is the floor of the rule."""
    return Samples(truth, [(truth, truth)], [truth])


def compare(actual: Value, truth: Value, **options: Any) -> Comparison:
    return compare_trees(actual, exact(truth), preset=options.pop("preset", "normal"), **options)


def kinds(found: Comparison) -> list[str]:
    return [one.kind for one in found.mismatches]


@given(hnp.arrays(np.float32, SHAPES, elements=F32), st.sampled_from(["strict", "normal", "loose"]))
def test_the_truth_itself_is_accepted(values: Any, preset: str) -> None:
    found = compare(a32(values), a64(values), preset=preset)
    assert not found.mismatches
    assert [one.budget_used for one in found.margins] == [0.0]


@given(hnp.arrays(np.float32, SHAPES, elements=F32), st.data())
def test_one_non_finite_element_too_many_or_too_few_is_rejected(values: Any, data: st.DataObject) -> None:
    assume(values.size)
    wrong = values.copy()
    at = data.draw(st.integers(0, values.size - 1))
    forged: float = data.draw(st.sampled_from([np.nan, np.inf, -np.inf, 1.0]))
    before = float(wrong.flat[at])
    assume(not (np.isfinite(before) and np.isfinite(forged)))
    assume(not (np.isnan(before) and np.isnan(forged)) and before != forged)
    wrong.flat[at] = forged
    found = compare(a32(wrong), a64(values))
    assert kinds(found) == ["non_finite"]
    index = found.mismatches[0].worst_index
    assert index is not None
    assert int(np.ravel_multi_index(index, values.shape)) == at if index else at == 0


@given(hnp.arrays(np.float32, hnp.array_shapes(max_dims=3, max_side=4), elements=FINITE32))
def test_zeros_a_negative_and_a_doubled_result_are_rejected(values: Any) -> None:
    assume(np.abs(values).max() > 1e-30)
    assume(np.abs(values).max() < 1e38)
    for wrong in (np.zeros_like(values), -values, 2 * values, values.astype(np.float32) * np.float32(1.001)):
        assert kinds(compare(a32(wrong), a64(values))) == ["value"]


@given(hnp.arrays(np.float32, SHAPES, elements=FINITE32), st.data())
def test_rounding_of_one_unit_in_the_last_place_is_accepted(values: Any, data: st.DataObject) -> None:
    ups = data.draw(hnp.arrays(bool, values.shape))
    with np.errstate(over="ignore"):
        moved = np.nextafter(values, np.where(ups, np.float32(np.inf), np.float32(-np.inf)))
    assume(np.isfinite(moved).all())
    assume(np.abs(values).min(initial=1) > 1e-30)
    assert not compare(a32(moved), a64(values), preset="strict").mismatches


def test_signs_of_zero_are_alike() -> None:
    assert not compare(a32([-0.0, 0.0]), a64([0.0, -0.0])).mismatches


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4)])
def test_empty_arrays_are_equal(shape: tuple[int, ...]) -> None:
    found = compare(a32(np.zeros(shape)), a64(np.zeros(shape)))
    assert not found.mismatches
    assert [one.budget_used for one in found.margins] == [0.0]


def test_values_near_overflow_have_norms() -> None:
    truth = np.full((4, 4), 3.4e38)
    assert not compare(a32(truth), a64(truth)).mismatches
    assert kinds(compare(a32(-truth), a64(truth))) == ["value"]
    tiny = np.full((4, 4), 1e-37)
    assert not compare(a32(tiny), a64(tiny)).mismatches
    assert kinds(compare(a32(2 * tiny), a64(tiny))) == ["value"]


@pytest.mark.parametrize("huge", [1e308, -1.7e308, 1e39, math.inf, math.nan])
def test_huge_numbers_of_a_candidate_are_rejected_without_a_warning(huge: float) -> None:
    assert kinds(compare(huge, 1.5)) == ["non_finite"]
    samples = Samples(a64([1e300, 1.0]), [(a64([1e300, 1.0]), a64([1e300, 1.0]))])
    found = compare_trees(a64([huge, -1.7e308]), samples, preset="normal", dtype="float64")
    assert found.mismatches
    assert math.isfinite(huge) == (kinds(found) == ["value"])


def test_a_truth_that_float32_cannot_hold_is_infinite_there() -> None:
    assert not compare(a32([np.inf, 1.0]), a64([1e39, 1.0])).mismatches
    assert kinds(compare(a32([3e38, 1.0]), a64([1e39, 1.0]))) == ["non_finite"]
    assert kinds(compare(a32([-np.inf, 1.0]), a64([1e39, 1.0]))) == ["non_finite"]


def test_elements_that_are_due_as_nan_take_no_part_in_the_norms() -> None:
    truth = np.array([np.nan, 1.0, -np.inf, 2.0])
    assert not compare(a32(truth), a64(truth)).mismatches
    found = compare(a32([np.nan, 1.0, -np.inf, 2.1]), a64(truth))
    assert kinds(found) == ["value"]
    assert found.mismatches[0].worst_index == (3,)


def test_complex_numbers_are_compared_in_both_parts() -> None:
    truth = np.array([[1 + 2j, 3 - 1j]])
    right = Array.of(truth.astype(np.complex64))
    samples = Samples(Array.of(truth), [(right, Array.of(truth))])
    assert not compare_trees(right, samples, preset="normal").mismatches
    for wrong in (truth.conj(), truth.real + 0j, np.array([[1 + 2j, complex(3, np.nan)]])):
        found = compare_trees(Array.of(wrong.astype(np.complex64)), samples, preset="normal")
        assert len(found.mismatches) == 1
        assert len(found.mismatches[0].worst_index or ()) == 2
    assert not compare(1 + 1j, 1 + 1j).mismatches
    assert kinds(compare(1 - 1j, 1 + 1j)) == ["value"]


def test_a_wrong_slice_hidden_behind_a_large_one_is_found() -> None:
    truth = np.ones((3, 4))
    truth[0] = 1e6
    wrong = truth.copy()
    wrong[2, 1] = 1.5  # 3e-7 of the whole norm
    found = compare(a32(wrong), a64(truth))
    assert kinds(found) == ["value"]
    assert found.mismatches[0].worst_index == (2, 1)


def test_noise_of_the_whole_is_allowed_in_a_slice_that_is_zero() -> None:
    """1024 * 1e-3 * eps of the norm: a saturated gate may give 1e-30 in one program and 0 in another."""
    truth = np.array([[3.0, 4.0], [0.0, 0.0]])
    assert not compare(a32([[3, 4], [0, 5e-7]]), a64(truth)).mismatches
    assert compare(a32([[3, 4], [0, 1e-6]]), a64(truth)).mismatches[0].worst_index == (1, 1)


def test_messages_hold_no_values() -> None:
    found = compare(a32([1.0, 0.123456]), a64([1.0, 0.987654]))
    message = found.mismatches[0].message
    assert message.startswith("output is too far off: the error is ")
    assert message.endswith("times the budget, worst at [1]")
    assert "123" not in message
    assert "987" not in message
    assert (found.mismatches[0].budget_used or 0) > 1000


@given(st.floats(0.1, 0.99), st.sampled_from([("strict", 0.25), ("normal", 1.0), ("loose", 4.0)]))
def test_the_budget_is_what_the_rule_says(share: float, preset: tuple[str, float]) -> None:
    """||r|| = 5 and S = 5e-5, so the budget is 128 * 5e-5 times the preset's factor."""
    truth = np.array([[3.0, 4.0]])
    samples = Samples(a64(truth), [(a64(truth * (1 + 1e-5)), a64(truth))])
    for factor in (share, 1 / share):
        error = factor * preset[1] * 128 * 5e-5
        actual = a64(truth * (1 + error / 5))
        found = compare_trees(actual, samples, preset=preset[0], dtype="float64")  # type: ignore[arg-type]
        used = found.margins[0].budget_used if factor < 1 else found.mismatches[0].budget_used
        assert used == pytest.approx(factor, rel=1e-6)


def test_a_zero_truth_is_judged_by_the_noise_of_honest_runs() -> None:
    zero = a64(np.zeros((2, 2)))
    assert not compare(a32(np.zeros((2, 2))), zero).mismatches
    assert kinds(compare(a32([[0, 0], [1e-30, 0]]), zero)) == ["value"]
    noisy = Samples(zero, [(a32([[0, 0], [1e-9, 0]]), zero)])
    assert not compare_trees(a32([[5e-9, 0], [0, -5e-9]]), noisy, preset="normal").mismatches
    found = compare_trees(a32([[1e-6, 0], [0, 0]]), noisy, preset="normal")
    assert kinds(found) == ["value"]
    assert not found.finite_only


def test_where_honest_runs_disagree_only_finiteness_is_judged() -> None:
    truth = a64([1.0, 2.0])
    for samples in (
        Samples(truth, [(a32([1.1, 2.0]), truth)]),
        Samples(truth, [(a32([1, 2]), truth)], [a64([1.1, 2])]),
    ):
        found = compare_trees(a32([7.0, 8.0]), samples, preset="normal")
        assert not found.mismatches
        assert not found.margins
        assert found.finite_only == ("output",)
        assert kinds(compare_trees(a32([7.0, np.nan]), samples, preset="normal")) == ["non_finite"]


def test_honest_runs_are_paired_by_position_whatever_holds_them() -> None:
    truth: Value = (a64([1.0]), {"b": a64([2.0]), "a": a64([3.0])})
    run: Value = [a32([1.001]), {"a": a32([3.0]), "b": a32([2.0]), "extra": None}]
    samples = Samples(truth, [(run, truth)], [[a64([1.0]), {"a": a64([3.0]), "b": a64([2.0])}]])
    shares = relative_budget(samples)
    assert [share is not None and share.whole > 1e-6 for share in shares] == [True, False, False]
    flat = Samples(truth, [([a32([1.001]), a32([2.0]), a32([3.0])], truth)])
    assert relative_budget(flat) == shares


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (a32([1.0]), "different numbers"),
        ([a32([1.0]), {"a": a32([1.0])}], "lacks the names"),
        ([a32([1.0]), a32([[1.0]])], "has shape"),
        ([a32([1.0]), None], "returned NoneType"),
        ([a32([1.0]), a32([np.nan])], "not finite"),
    ],
)
def test_honest_runs_that_do_not_fit_are_our_fault(run: Value, words: str) -> None:
    truth: Value = (a64([1.0]), {"b": a64([2.0])})
    with pytest.raises(JudgeError, match=words):
        compare_trees((a32([1.0]), {"b": a32([2.0])}), Samples(truth, [(run, truth)]), preset="normal")


def test_no_honest_run_is_our_fault() -> None:
    with pytest.raises(JudgeError, match="no honest run"):
        compare_trees(a32([1.0]), Samples(a64([1.0])), preset="normal")


def test_a_relative_budget_serves_other_inputs_of_the_same_distribution() -> None:
    rng = np.random.default_rng(1)
    first, later = rng.normal(size=(2, 16, 8))
    noise = 1e-6 * rng.normal(size=(16, 8))
    shares = relative_budget(Samples((a64(first), 3), [((a32(first + noise), 3), (a64(first), 3))]))
    assert shares[1] is None
    truth: Value = (a64(later), 3)
    samples = Samples(truth, relative=shares)
    assert not compare_trees((a32(later - noise), 3), samples, preset="normal").mismatches
    assert kinds(compare_trees((a32(later * 1.001), 3), samples, preset="normal")) == ["value"]
    with pytest.raises(JudgeError, match="2 relative budgets"):
        compare_trees(a32(later), Samples(a64(later), relative=shares), preset="normal")


def test_a_relative_budget_of_a_zero_truth() -> None:
    zero = a64([0.0, 0.0])
    assert relative_budget(exact(zero)) == (Relative(0.0, 0.0),)
    assert relative_budget(Samples(zero, [(a32([0.0, 1e-9]), zero)])) == (Relative(math.inf, math.inf),)
    open_ended = Samples(zero, relative=(Relative(math.inf, math.inf),))
    assert compare_trees(a32([0.0, 1.0]), open_ended, preset="normal").finite_only == ("output",)


@pytest.mark.parametrize(("dtype", "bits"), [("float32", "<u4"), ("complex64", "<u4"), ("float16", "<u2")])
def test_a_signalling_nan_is_one_more_nan(dtype: str, bits: str) -> None:
    signalling = {"<u4": 0x7F800001, "<u2": 0x7C01}[bits]
    pair = 2 if dtype == "complex64" else 1
    sent = Array(dtype, (3,), np.full(3 * pair, signalling, bits).tobytes())
    due = np.ones(3, np.complex128 if dtype == "complex64" else np.float64)
    [fault] = compare_trees(
        sent, exact(Array.of(due)), preset="normal", dtype=dtype if pair == 1 else "float32"
    ).mismatches
    assert fault.kind == "non_finite"
