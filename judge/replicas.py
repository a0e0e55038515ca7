"""The runs of the reference that one comparison needs: the truth, and what its budget is measured with.

There are fifteen: the reference in float64 (the truth); the reference and the second implementation in float32; and
the same three on four copies of the inputs in which every float is moved by at most one unit in the last place.
Objects are constructed in every replica and go through the same calls, so a module's state is replicated as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from judge.compare import Samples
from judge.rng import Rng
from judge.truth import Reference
from judge.wire import FLOATING, Array, Handle, Value

JITTERS = 4
_PER_OBJECT = 32  # numbers reserved for the copies of one object


@dataclass(frozen=True)
class Replica:
    """One run: which program, in which precision, on which jitter of the inputs (0 is none)."""

    program: str
    dtype: str
    jitter: int


TRUTH = Replica("reference", "float64", 0)
_GROUP = (("reference", "float64"), ("reference", "float32"), ("second", "float32"))
ALL = tuple(Replica(*kind, jitter) for jitter in range(JITTERS + 1) for kind in _GROUP)


@dataclass(frozen=True)
class Live:
    """An object that exists in the candidate's program and in every replica; `number` names all of them."""

    number: int


class Replicas:
    """Sends every request to all replicas at once.

    Args:
        reference: the sandbox that they live in.
        rng: draws the jitters.
        chosen: `ALL`, or only `(TRUTH,)` where no values are compared.
    """

    def __init__(self, reference: Reference, rng: Rng, chosen: tuple[Replica, ...] = ALL) -> None:
        self._reference = reference
        self.rng = rng
        self.chosen = chosen

    def ask(self, op: str, number: int, fields: dict[str, Any]) -> list[Value]:
        """The values that the replicas answer with, in the order of `chosen`. Arrays in `fields` are numpy's."""
        jittered = [fields, *(self._jitter(fields) for _ in range(self._jitters()))]
        return self._reference.many(
            [self._request(op, number, index, jittered[one.jitter]) for index, one in enumerate(self.chosen)]
        )

    def each(self, op: str, number: int, fields: Callable[[int], dict[str, Any]]) -> list[Value]:
        """As `ask`, with fields of its own for each replica."""
        return self._reference.many(
            [self._request(op, number, index, fields(index)) for index in range(len(self.chosen))]
        )

    def samples(self, values: list[Value]) -> Samples:
        """The answers as what `judge.compare` needs."""
        by_replica = dict(zip(self.chosen, values, strict=True))
        truths = {one.jitter: value for one, value in by_replica.items() if one.dtype == "float64"}
        honest = [(value, truths[one.jitter]) for one, value in by_replica.items() if one.dtype == "float32"]
        return Samples(truths[0], honest, [truth for jitter, truth in truths.items() if jitter])

    def jitter_all(self, arrays: list[np.ndarray[Any, Any]]) -> list[list[np.ndarray[Any, Any]]]:
        """The arrays as each replica gets them."""
        copies = [arrays, *([self.rng.jittered(one) for one in arrays] for _ in range(self._jitters()))]
        return [copies[one.jitter] for one in self.chosen]

    def _jitters(self) -> int:
        return max(one.jitter for one in self.chosen)

    def _jitter(self, value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return self.rng.jittered(value) if value.dtype == np.float32 else value
        if isinstance(value, list | tuple):
            return type(value)(self._jitter(item) for item in value)
        if isinstance(value, dict):
            return {key: self._jitter(item) for key, item in value.items()}
        return value

    def _request(self, op: str, number: int, index: int, fields: dict[str, Any]) -> dict[str, Value]:
        replica = self.chosen[index]
        sent = {key: to_wire(value, replica.dtype, index) for key, value in fields.items()}
        own = number * _PER_OBJECT + index
        return {"op": op, "program": replica.program, "number": own, "dtype": replica.dtype, **sent}


def to_wire(value: Any, dtype: str = "float32", index: int | None = None) -> Value:
    """numpy arrays as wire arrays (floating ones as `dtype`), live objects as handles, containers alike.

    `index` is the replica's; None means the candidate.
    """
    if isinstance(value, Live):
        return Handle(value.number if index is None else value.number * _PER_OBJECT + index)
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        precise = dtype == "float64" and array.dtype.name in FLOATING
        return Array.of(array.astype(np.float64) if precise else array)
    if isinstance(value, list | tuple):
        return type(value)(to_wire(item, dtype, index) for item in value)
    if isinstance(value, dict):
        return {key: to_wire(item, dtype, index) for key, item in value.items()}
    plain: Value = value
    return plain


def to_numpy(value: Value) -> Any:
    """Wire arrays as numpy arrays, containers alike."""
    if isinstance(value, Array):
        return value.numpy()
    if isinstance(value, list | tuple):
        return type(value)(to_numpy(item) for item in value)
    if isinstance(value, dict):
        return {key: to_numpy(item) for key, item in value.items()}
    return value
