"""The runs of the reference that one comparison needs: the truth, and what its budget is measured with.

There are fifteen: the reference in float64 (the truth); the reference and the second implementation in float32; and
the same three on four copies of the inputs in which every float is moved by at most one unit in the last place.
Objects are constructed in every replica and go through the same calls, so a module's state is replicated as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np

from judge import wire
from judge.compare import Samples, prepared
from judge.model import Preset
from judge.rng import Rng
from judge.truth import Reference
from judge.wire import FLOATING, Array, Handle, Opaque, Value

JITTERS = 4
_INFINITY = 0x7F80  # bfloat16's, and NaN above it
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
CROSS = Replica("second", "float64", 0)  # for authors: in float64 two right programs agree far better than in float32


@dataclass(frozen=True)
class Live:
    """An object that exists in the candidate's program and in every replica; `number` names all of them."""

    number: int


Observe: TypeAlias = "Callable[[str, str, Samples], None]"


class Memory:
    """Answers of the reference that programs judged under one seed share.

    Args:
        observe: is called once for every result that is compared: the test, what the result is, what was measured.
        limit: how many bytes of answers are kept.
    """

    LIMIT = 256 << 20

    def __init__(self, observe: Observe | None = None, limit: int = LIMIT) -> None:
        self.observe = observe
        self._limit = limit
        self._answers: dict[bytes, list[Value]] = {}
        self.samples: dict[tuple[bytes, str], Samples] = {}
        self._bytes = 0

    def get(self, key: bytes) -> list[Value] | None:
        """What was answered to exactly this history of requests, if it was kept."""
        return self._answers.get(key)

    def keep(self, key: bytes, answers: list[Value]) -> None:
        """Keeps the answers while there is room."""
        self._bytes += sum(memoryview(array.data).nbytes for one in answers for _, array in arrays(one)) + 1000
        if self.has_room:
            self._answers[key] = answers

    @property
    def has_room(self) -> bool:
        """Whether more is kept."""
        return self._bytes <= self._limit


class Replicas:
    """Sends every request to all replicas at once.

    Requests whose answers `memory` knows are put off: they are sent, in order, before the first one that it does not
    know, so that the objects in the reference's sandbox have gone through the same history.

    Args:
        reference: the sandbox that the replicas live in.
        rng: draws the jitters.
        chosen: `ALL`, or only `(TRUTH,)` where no values are compared.
        memory: shared by submissions under one seed, or None.
        key: names the test in `memory`.
    """

    def __init__(
        self,
        reference: Reference,
        rng: Rng,
        chosen: tuple[Replica, ...] = ALL,
        memory: Memory | None = None,
        key: bytes = b"",
    ) -> None:
        self.reference = reference
        self.rng = rng
        self.chosen = chosen
        self._memory = memory
        self._key = key
        self._test = key.decode()
        self._put_off: list[tuple[str, int, dict[str, Value]]] = []
        self._fresh = True

    def only_truth(self) -> Replicas:
        """The truth alone, over the same live objects."""
        self.catch_up()
        truth = Replicas(self.reference, self.rng, (TRUTH,))
        truth._fresh = False
        return truth

    def ask(self, op: str, number: int, fields: dict[str, Any]) -> list[Value]:
        """The values that the replicas answer with, in the order of `chosen`. Arrays in `fields` are numpy's."""
        sent = {name: to_wire(value) for name, value in fields.items()}  # copies: a test may change its arrays later
        self._put_off.append((op, number, sent))
        if self._memory is None:
            return self.catch_up()
        parts = wire.pack(wire.REQUEST, {"op": op, "number": number, "fields": cast("Value", sent)})
        self._key = hashlib.sha256(b"".join([self._key, *parts])).digest()
        known = self._memory.get(self._key)
        if known is None:
            known = self.catch_up()
            self._memory.keep(self._key, known)
        return known

    def catch_up(self) -> list[Value]:
        """Sends what was put off; returns the last answers."""
        if self._fresh:
            for program in Reference.PROGRAMS:
                self.reference.ask("reset", program=program)
            self._fresh = False
        answers: list[Value] = []
        for request in self._put_off:
            answers = self._send(*request)
        self._put_off.clear()
        return answers

    def samples(
        self,
        replies: list[Value],
        label: str,
        preset: Preset,
        part: Callable[[Value], Value] = lambda reply: reply,
        dtype: str = "float32",
    ) -> Samples:
        """A part of each answer to the last request, with the budgets in that dtype; `label` names the part."""
        known = self._memory.samples.get((self._key, label)) if self._memory is not None else None
        if known is None:
            known = self.gathered([part(reply) for reply in replies])
            if len(self.chosen) > 1 and not isinstance(known.truth, Opaque):
                if self._memory is not None and self._memory.observe is not None and dtype == "float32":
                    self._memory.observe(self._test, label, known)
                known = prepared(known, preset=preset, dtype=dtype)
            if self._memory is not None and self._memory.has_room:
                self._memory.samples[self._key, label] = known
        return known

    def gathered(self, values: list[Value]) -> Samples:
        """The answers as what `judge.compare` needs to measure budgets."""
        by_replica = dict(zip(self.chosen, values, strict=True))
        cross = by_replica.pop(CROSS, None)
        truths = {one.jitter: value for one, value in by_replica.items() if one.dtype == "float64"}
        honest = [(value, truths[one.jitter]) for one, value in by_replica.items() if one.dtype == "float32"]
        return Samples(truths[0], honest, [truth for jitter, truth in truths.items() if jitter], cross=cross)

    def _send(self, op: str, number: int, fields: dict[str, Value]) -> list[Value]:
        jitters = max(one.jitter for one in self.chosen)
        copies = [fields, *(self._jitter(fields) for _ in range(jitters))]
        return self.reference.many(
            [self._request(op, number, index, copies[one.jitter]) for index, one in enumerate(self.chosen)]
        )

    def _jitter(self, value: Any) -> Any:
        if isinstance(value, Array):
            return self._jittered(value) if value.dtype in FLOATING else value
        if isinstance(value, list | tuple):
            return type(value)(self._jitter(item) for item in value)
        if isinstance(value, dict):
            return {key: self._jitter(item) for key, item in value.items()}
        return value

    def _jittered(self, array: Array) -> Array:
        if array.dtype != "bfloat16":
            return Array.of(self.rng.jittered(array.numpy()))
        # numpy has none: the next number away from zero is the next pattern of bits.
        bits = np.frombuffer(array.data, np.uint16).reshape(array.shape)
        steps = self.rng.integers(array.shape, -1, 2)
        moved = (bits & 0x7FFF) + steps
        fixed = (bits & 0x7FFF == 0) | (moved == 0) | (moved >= _INFINITY)
        return Array("bfloat16", array.shape, np.where(fixed, bits, bits + steps).astype(np.uint16).tobytes())

    def _request(self, op: str, number: int, index: int, fields: dict[str, Value]) -> dict[str, Value]:
        replica = self.chosen[index]
        own = number * _PER_OBJECT + index
        sent = {name: for_replica(value, replica.dtype, index) for name, value in fields.items()}
        return {"op": op, "program": replica.program, "number": own, "dtype": replica.dtype, **sent}


def to_wire(value: Any) -> Value:
    """numpy arrays as wire arrays, live objects as the candidate's handles, containers alike."""
    if isinstance(value, Live):
        return Handle(value.number)
    if isinstance(value, np.ndarray | np.generic):
        return Array.of(np.asarray(value))
    if isinstance(value, list | tuple):
        return type(value)(to_wire(item) for item in value)
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in value.items()}
    plain: Value = value
    return plain


def for_replica(value: Value, dtype: str, index: int) -> Value:
    """What the candidate is sent, as the replica at `index` gets it: its own handles, floating arrays as `dtype`."""
    if isinstance(value, Handle):
        return Handle(value.number * _PER_OBJECT + index)
    if isinstance(value, Array):
        widened = dtype == "float64" and value.dtype in FLOATING
        return Array.of(value.numpy().astype(np.float64)) if widened else value
    if isinstance(value, list | tuple):
        return type(value)(for_replica(item, dtype, index) for item in value)
    if isinstance(value, dict):
        return {key: for_replica(item, dtype, index) for key, item in value.items()}
    return value


def in_dtype(value: Any, dtype: str) -> Any:
    """The arrays of floats in a tree rounded to that dtype; numpy has no bfloat16, so that one is a wire array."""
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f":
        return _bfloat16(np.asarray(value, np.float32)) if dtype == "bfloat16" else np.asarray(value, dtype)
    if isinstance(value, list | tuple):
        return type(value)(in_dtype(item, dtype) for item in value)
    if isinstance(value, dict):
        return {key: in_dtype(item, dtype) for key, item in value.items()}
    return value


def _bfloat16(values: np.ndarray[Any, Any]) -> Array:
    """Rounded to even; values are finite."""
    bits = values.view(np.uint32)
    rounded = (bits + (0x7FFF + (bits >> 16 & 1))) >> 16
    return Array("bfloat16", values.shape, rounded.astype(np.uint16).tobytes())


def to_numpy(value: Value) -> Any:
    """Wire arrays as numpy arrays, containers alike."""
    if isinstance(value, Array):
        return value.numpy()
    if isinstance(value, list | tuple):
        return type(value)(to_numpy(item) for item in value)
    if isinstance(value, dict):
        return {key: to_numpy(item) for key, item in value.items()}
    return value


def arrays(value: Value, path: str = "") -> Iterator[tuple[str, Array]]:
    """The arrays of a tree with their paths, such as "[0][mean]", in the tree's own order."""
    if isinstance(value, Array):
        yield path, value
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from arrays(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from arrays(item, f"{path}[{key}]")
