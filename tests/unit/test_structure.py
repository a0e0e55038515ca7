"""Containers, names, dtypes, shapes and exact leaves; nothing hostile raises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from judge.compare import Comparison, Samples, compare_trees
from judge.errors import JudgeError
from judge.wire import Array, Handle, Opaque, Value

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


@pytest.mark.parametrize(
    ("actual", "truth"),
    [
        (None, a64([1])),
        (a32([1]), None),
        ("text", a64([1])),
        (b"12", a64([1])),
        (Handle(3), a64([1])),
        (Opaque("Tensor"), a64([1])),
        (Opaque("\x1b[31m evil"), a64([1])),
        ([a32([1])], a64([1])),
        ({"x": a32([1])}, a64([1])),
        (a32([1]), (a64([1]),)),
        ((a32([1]), a32([1])), (a64([1]),)),
        ((), (a64([1]),)),
        ({"x": 1}, ()),
        ([], {}),
        ({}, {"x": a64([1])}),
        ({"x": a32([1]), "y": 1}, {"x": a64([1])}),
        ({0: a32([1])}, {"0": a64([1])}),
        ("a", None),
        ("a", b"a"),
        (((a32([1]), None),), ((a64([1]), a64([1])),)),
    ],
)
@pytest.mark.parametrize("values", [True, False])
def test_a_wrong_structure_is_a_mismatch(actual: Value, truth: Value, values: bool) -> None:
    found = compare(actual, truth, values=values, gradient=True)
    assert kinds(found) == ["structure"]
    assert found.mismatches[0].gradient
    assert found.mismatches[0].message.isprintable()
    assert not found.margins


def test_lists_and_tuples_are_alike_and_leaves_are_named() -> None:
    truth: Value = (a64([1]), {"h": [a64([1]), a64([2])], 3: a64([4])})
    wrong: Value = [a32([1]), {"h": (a32([1]), a32([9])), 3: a32([9])}]
    assert [one.tensor for one in compare(wrong, truth).mismatches] == ["output[1] h[1]", "output[1][3]"]
    assert not compare([a32([1]), {"h": (a32([1]), a32([2])), 3: a32([4])}], truth).mismatches


def test_missing_names_are_named_and_extra_ones_are_free_on_request() -> None:
    truth: Value = {"q": a64([1]), "k": a64([2])}
    missing = compare({"q": a32([1]), "z": a32([0])}, truth, name="gradient of", extra_names=True)
    assert kinds(missing) == ["structure"]
    assert missing.mismatches[0].message == "gradient of 1 of 2 names are missing: k"
    more: Value = {"k": a32([2]), "z": None, "q": a32([1])}
    assert kinds(compare(more, truth)) == ["structure"]
    allowed = compare(more, truth, name="gradient of", extra_names=True)
    assert not allowed.mismatches
    assert [one.tensor for one in allowed.margins] == ["gradient of q", "gradient of k"]


def junk() -> st.SearchStrategy[Any]:
    arrays = hnp.arrays(hnp.scalar_dtypes(), SHAPES).filter(lambda x: x.dtype.name in {"float32", "int8", "complex64"})
    leaves = (
        st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
    ) | st.sampled_from([Handle(1), Opaque("x"), a32(np.ones((2, 3))), a32([np.nan]), a32(1), 10**400])
    leaves = leaves | arrays.map(lambda x: Array.of(np.asarray(x)))
    names = st.sampled_from(["a", "b", 1]) | st.text(max_size=3)
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=6
    )


TRUTH: tuple[Value, ...] = ({"a": a64(np.ones((2, 3))), "b": 7}, [a64(1.0), True, "s", None], Array.of(np.arange(3)))


@settings(max_examples=300)
@given(junk(), st.sampled_from([TRUTH, TRUTH[0], TRUTH[1], a64([1.0]), a64(1.0), 7, 2.5, True, 1j]), st.booleans())
def test_nothing_that_a_candidate_returns_raises(actual: Value, truth: Value, values: bool) -> None:
    compare(actual, truth, values=values)


def test_what_the_reference_cannot_send_is_our_fault() -> None:
    for odd in (Opaque("generator"), Handle(1)):
        with pytest.raises(JudgeError, match="cannot be compared"):
            compare(odd, odd)


@pytest.mark.parametrize(
    ("actual", "truth", "due"),
    [
        (a64([1, 2]), a64([1, 2]), "float32"),
        (Array.of(np.ones(2, np.float16)), a64([1, 1]), "float32"),
        (Array("bfloat16", (1,), b"\x80\x3f"), a64([1]), "float32"),
        (Array.of(np.ones(2, int)), a64([1, 1]), "float32"),
        (Array.of(np.ones(2, bool)), a64([1, 1]), "float32"),
        (Array.of(np.ones(2, np.complex64)), a64([1, 1]), "float32"),
        (a32([1]), Array.of(np.ones(1, int)), "integer"),
        (Array.of(np.ones(1, bool)), Array.of(np.ones(1, int)), "integer"),
        (Array.of(np.ones(1, np.uint8)), Array.of(np.ones(1, bool)), "bool"),
        (a32([1]), Array.of(np.ones(1, complex)), "complex64"),
        (Array.of(np.ones(1, complex)), Array.of(np.ones(1, complex)), "complex64"),
        (True, 1, "integer"),
        (1, True, "bool"),
        (1, 1.0, "float32"),
        (1.0, 1, "integer"),
    ],
)
def test_a_wrong_dtype_is_a_mismatch(actual: Value, truth: Value, due: str) -> None:
    found = compare(actual, truth)
    assert kinds(found) == ["dtype"]
    assert due in found.mismatches[0].message


@pytest.mark.parametrize(
    ("found", "due"), [((), (1,)), ((1,), ()), ((2, 1), (2,)), ((0,), (0, 1)), ((3, 0), (0, 3)), ((2, 3), (3, 2))]
)
def test_a_wrong_shape_is_a_mismatch(found: tuple[int, ...], due: tuple[int, ...]) -> None:
    result = compare(a32(np.zeros(found)), a64(np.zeros(due)))
    assert kinds(result) == ["shape"]
    assert str(list(found)) in result.mismatches[0].message


@pytest.mark.parametrize("actual", [1.5, a32(1.5), a64(1.5), Array.of(np.asarray(1.5, np.float16))])
@pytest.mark.parametrize("truth", [1.5, a64(1.5)])
def test_numbers_and_0d_arrays_are_alike(actual: Value, truth: Value) -> None:
    found = compare(actual, truth)
    assert not found.mismatches
    assert [one.budget_used for one in found.margins] == [0.0]


def test_a_dtype_that_the_reference_casts_to_is_due() -> None:
    truth = Array.of(np.ones(3, np.float16))
    assert not compare(Array.of(np.ones(3, np.float16)), truth).mismatches
    assert kinds(compare(a32(np.ones(3)), truth)) == ["dtype"]


def test_without_values_only_the_form_counts() -> None:
    truth = (a64([1.0, np.nan]), a64([3.0]))
    found = compare_trees((a32([7.0, 8.0]), a64([3.0])), Samples(truth), preset="strict", values=False)
    assert kinds(found) == ["dtype"]
    assert not found.margins
    assert not found.finite_only


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
def test_integers_of_any_width_are_compared_exactly(dtype: str) -> None:
    truth = Array.of(np.array([[1, 2], [3, 4]]))
    assert not compare(Array.of(np.array([[1, 2], [3, 4]], dtype)), truth).mismatches
    found = compare(Array.of(np.array([[1, 2], [5, 4]], dtype)), truth)
    assert kinds(found) == ["value"]
    assert found.mismatches[0].worst_index == (1, 0)
    assert "differs in 1 of 4 elements" in found.mismatches[0].message


def test_integers_that_no_float_can_tell_apart() -> None:
    truth = Array.of(np.array([2**63 - 1, -1]))
    assert kinds(compare(Array.of(np.array([2**63, 0], np.uint64)), truth)) == ["value"]
    assert kinds(compare(Array.of(np.array([2**63 - 2, -1])), truth)) == ["value"]
    assert kinds(compare(Array.of(np.array([2**63 - 1, 2**64 - 1], np.uint64)), truth)) == ["value"]
    assert kinds(compare(10**400, 7)) == ["value"]
    assert not compare(Array.of(np.array(7)), 7).mismatches


@pytest.mark.parametrize(
    ("actual", "truth"), [("a", "b"), (b"a", b"b"), (True, False), (3, 4), (Array.of(np.array([True])), [[False]])]
)
def test_other_leaves_are_equal_or_not(actual: Value, truth: Value) -> None:
    due = Array.of(np.array(truth[0])) if isinstance(truth, list) else truth
    found = compare(actual, due)
    assert kinds(found) == ["value"]
    assert not compare(due, due).mismatches
