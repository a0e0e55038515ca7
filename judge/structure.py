"""The form of a result: containers, names, dtypes and shapes, walked together with those of the truth."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from judge.errors import JudgeError
from judge.model import Mismatch
from judge.samples import COMPLEX, due_dtype
from judge.wire import FLOATING, Array, Handle, Opaque, Value

INTEGERS = frozenset(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
# Any other name may be one that the program made up, to tell its author a hidden input.
_OBJECTS = {
    "numpy.ndarray": "a numpy array",
    "torch.Tensor": "a tensor that holds no plain numbers",
    "builtins.generator": "a generator",
    "builtins.method": "a method",
    "builtins.set": "a set",
}
Kind: TypeAlias = Literal["structure", "dtype", "shape", "non_finite", "value"]


class Pair(NamedTuple):
    """A leaf of the truth and what the candidate has in its place."""

    name: str
    actual: Value
    truth: Value


def walk(pair: Pair, extra_names: bool, pairs: list[Pair]) -> list[Mismatch]:
    """Appends the leaves to `pairs`, in the order of the truth's leaves; returns what is structurally wrong."""
    name, actual, truth = pair
    if isinstance(truth, dict):
        if fault := _names_fault(pair, truth, extra_names):
            return [fault]
        assert isinstance(actual, dict)
        children = [Pair(_child(name, key), actual[key], truth[key]) for key in truth]
    elif isinstance(truth, list | tuple):
        if not isinstance(actual, list | tuple) or len(actual) != len(truth):
            return [_structure(pair)]
        children = [Pair(f"{name}[{i}]", *both) for i, both in enumerate(zip(actual, truth, strict=True))]
    else:
        pairs.append(pair)
        return [] if _family(actual) == _family(truth) else [_structure(pair)]
    return [fault for child in children for fault in walk(child, extra_names, pairs)]


def _names_fault(pair: Pair, truth: dict[str | int, Value], extra_names: bool) -> Mismatch | None:
    if not isinstance(pair.actual, dict):
        return _structure(pair)
    if missing := [key for key in truth if key not in pair.actual]:
        listed = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
        return mismatch(pair, "structure", f"{len(missing)} of {len(truth)} names are missing: {listed}")
    extra = len(pair.actual) - len(truth)
    if extra and not extra_names:
        return mismatch(pair, "structure", f"holds {extra} names too many; due are {', '.join(map(str, truth))}")
    return None


def _child(name: str, key: str | int) -> str:
    return f"{name} {key}" if isinstance(key, str) else f"{name}[{key}]"


def _family(leaf: Value) -> str:
    """Leaves of one family can be compared; within "numbers", dtype and shape decide."""
    return "numbers" if isinstance(leaf, Array | bool | int | float | complex) else type(leaf).__name__


def _structure(pair: Pair) -> Mismatch:
    return mismatch(pair, "structure", f"is {_describe(pair.actual)}; {_describe(pair.truth)} is due")


def _describe(value: Value) -> str:
    if value is None:
        return "None"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, Opaque):
        return _OBJECTS.get(value.type_name, "an object")
    if isinstance(value, Array):
        return f"an array of shape {list(value.shape)}"
    return "an object" if isinstance(value, Handle) else f"a value of type {type(value).__name__}"


def mismatch(
    pair: Pair, kind: Kind, text: str, used: float | None = None, at: tuple[int, ...] | None = None
) -> Mismatch:
    return Mismatch(tensor=pair.name, kind=kind, message=f"{pair.name} {text}", budget_used=used, worst_index=at)


def form_fault(pair: Pair, dtype: str) -> Mismatch | None:
    """dtype, then shape, of two leaves of one family."""
    if isinstance(pair.truth, Opaque | Handle):
        raise JudgeError(f"the reference returned {_describe(pair.truth)}, which cannot be compared")
    if _family(pair.truth) != "numbers":
        return None
    found, found_shape = _type_and_shape(pair.actual)
    truth_dtype, shape = _type_and_shape(pair.truth)
    allowed, due = _allowed(pair.truth, truth_dtype, dtype, scalar=shape == () == found_shape)
    if found not in allowed:
        return mismatch(pair, "dtype", f"has dtype {found}; {due} is due")
    if found_shape != shape:
        return mismatch(pair, "shape", f"has shape {list(found_shape)}; {list(shape)} is due")
    return None


def _type_and_shape(leaf: Value) -> tuple[str, tuple[int, ...]]:
    if isinstance(leaf, Array):
        return leaf.dtype, leaf.shape
    return {bool: "bool", int: "int64", float: "float64", complex: "complex128"}[type(leaf)], ()


def _allowed(truth: Value, named: str, dtype: str, *, scalar: bool) -> tuple[frozenset[str], str]:
    """The dtypes that are accepted where the truth's is `named`, and how a message calls them."""
    if named == "bool":
        return frozenset({"bool"}), "bool"
    if named in INTEGERS:
        return INTEGERS, "an integer type"
    if named in COMPLEX:
        due = "complex128" if due_dtype(truth, dtype) == "float64" else "complex64"
        return (COMPLEX if scalar else frozenset({due})), due
    due = due_dtype(truth, dtype)
    return (FLOATING if scalar else frozenset({due})), due
