"""What the reference says about one call, as trees, and how their leaves are paired.

A tree is a `wire.Value`; its leaves are arrays, numbers, strings and None. The trees of honest runs may differ from
the reference's in the kind of their containers, never in the number of leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from judge.errors import JudgeError
from judge.wire import FLOATING, Array, Value

Tree: TypeAlias = Value
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
COMPLEX = frozenset({"complex64", "complex128"})


@dataclass(frozen=True)
class Relative:
    """Noise of one tensor as a share of its norm: of the whole, and of its worst slice. No unit."""

    whole: float
    part: float


@dataclass(frozen=True)
class Budget:
    """The largest error norms that are accepted. `finite_only`: none can be named, the noise is too large."""

    whole: float
    parts: Floats | None
    finite_only: bool


@dataclass(frozen=True)
class Samples:
    """What the reference says about one call.

    Attributes:
        truth: the reference's result in float64 on the exact inputs.
        honest: pairs (result in the working dtype, float64 reference result on the same inputs); some on jittered
            inputs.
        jittered: float64 reference results on jittered inputs; their distance from `truth` is the conditioning.
        relative: what `relative_budget` found on an earlier call with inputs of the same distribution; it takes the
            place of `honest` and `jittered`.
        cross: the second implementation in float64 on the exact inputs, where an author asks for it.
        budgets: what `judge.compare.prepared` made of all this, one for each leaf; it takes their place as well.
    """

    truth: Tree
    honest: Sequence[tuple[Tree, Tree]] = ()
    jittered: Sequence[Tree] = ()
    relative: tuple[Relative | None, ...] | None = None
    budgets: tuple[Budget | None, ...] | None = None
    cross: Tree | None = None


@dataclass(frozen=True)
class Members:
    """The leaves of all samples at one position of the tree."""

    honest: tuple[tuple[Value, Value], ...]
    jittered: tuple[Value, ...]


def align(samples: Samples) -> list[Members]:
    """The samples' leaves, one `Members` for each leaf of the truth.

    Raises:
        JudgeError: a tree has another number of leaves or lacks a name.
    """
    count = len(leaves(samples.truth, samples.truth))
    honest = [(leaves(run, samples.truth), leaves(truth, samples.truth)) for run, truth in samples.honest]
    jittered = [leaves(tree, samples.truth) for tree in samples.jittered]
    if any(len(found) != count for found in [*jittered, *(one for pair in honest for one in pair)]):
        raise JudgeError("the honest runs and the reference return different numbers of tensors")
    return [
        Members(tuple((run[i], truth[i]) for run, truth in honest), tuple(one[i] for one in jittered))
        for i in range(count)
    ]


def leaves(tree: Tree, like: Tree) -> list[Value]:
    """The leaves of `tree` in order; where `tree` and `like` are both dicts, in the order of the names of `like`.

    Containers may differ in kind (an honest program may return a list where the reference returns a tuple).
    """
    return list(_leaves(tree, like))


def _leaves(tree: Tree, like: Tree | None) -> Iterator[Value]:
    if isinstance(tree, dict):
        names = like if isinstance(like, dict) else tree
        if missing := [name for name in names if name not in tree]:
            raise JudgeError(f"an honest run lacks the names {missing}")
        for name in names:
            yield from _leaves(tree[name], names[name])
    elif isinstance(tree, list | tuple):
        same = isinstance(like, list | tuple) and len(like) == len(tree)
        for item, other in zip(tree, like if same else tree, strict=True):  # type: ignore[arg-type]
            yield from _leaves(item, other)
    else:
        yield tree


def is_inexact(leaf: Value) -> bool:
    """Whether a leaf is a floating or complex number or array."""
    return leaf.dtype in FLOATING | COMPLEX if isinstance(leaf, Array) else isinstance(leaf, float | complex)


def due_dtype(truth: Value, dtype: str) -> str:
    """The real floating dtype in which a candidate computes where the reference's truth is this leaf.

    Float64 and complex128 stand for the working dtype; any other is what the reference itself casts to.
    """
    named = truth.dtype if isinstance(truth, Array) else "float64"
    return {"float64": dtype, "complex128": dtype, "complex64": "float32"}.get(named, named)


def real(leaf: Value) -> Floats:
    """A numeric leaf as float64; a complex one as pairs of numbers along a new last dimension.

    Raises:
        JudgeError: the leaf is not a number or an array.
    """
    if not isinstance(leaf, Array | int | float | complex):
        raise JudgeError(f"an honest run returned {type(leaf).__name__} where the reference returns numbers")
    values = leaf.numpy() if isinstance(leaf, Array) else np.asarray(leaf)
    with np.errstate(invalid="ignore"):  # a signalling NaN, as uninitialised memory holds them
        if values.dtype.kind == "c":
            pairs = np.stack([values.real, values.imag], axis=-1).astype(np.float64)
            return pairs.reshape(1, 2) if values.ndim == 0 else pairs
        return values.astype(np.float64)
