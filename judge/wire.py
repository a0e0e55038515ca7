"""The one implementation of the frames that cross the trust boundary. Standard library and numpy only.

A frame is a fixed 20-byte header, a JSON description and raw bytes:

    magic "JDG1" | kind u8 | 3 zero bytes | description length u32 | payload length u64     (little-endian)
    description   a JSON object: field name -> node
    payload       the bytes of all arrays and byte strings, in the order in which the description names them

A node is null, a bool, a number, a string, or a tagged JSON list:

    ["l", ...] list   ["t", ...] tuple   ["d", [key, node], ...] dict   ["c", re, im] complex
    ["a", dtype, [shape]] array          ["b", length] bytes
    ["h", number] an object that stays in the sandbox   ["o", type name] something that cannot cross

Nothing is unpickled; lengths are checked before memory is taken. The runner in the sandbox uses this same file.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, TypeAlias

import numpy as np

MAGIC, REQUEST, REPLY = b"JDG1", 1, 2
HEADER = struct.Struct("<4sB3xIQ")
# Name -> dtype of the storage. numpy has no bfloat16: it travels as its 16 bits.
DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name).newbyteorder("<")
    for name in (
        *("float16", "float32", "float64", "complex64", "complex128", "bool"),
        *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    )
} | {"bfloat16": np.dtype("<u2")}
_NAMES = {kind: name for name, kind in DTYPES.items() if name != "bfloat16"}
FLOATING = frozenset({"float16", "bfloat16", "float32", "float64"})


class WireError(ValueError):
    """The bytes are no frame of ours: truncated, oversized, malformed or lying about a length."""


class CapPassed(WireError):
    """The frame is larger than a cap allows; it was refused unread."""


@dataclass(frozen=True)
class Caps:
    """How large a frame may be before it is refused unread."""

    meta_bytes: int = 4 << 20
    payload_bytes: int = 1 << 30
    arrays: int = 65536
    depth: int = 32


@dataclass(frozen=True, eq=False)
class Array:
    """A plain array: dtype name, shape, and C-ordered little-endian bytes of exactly that size."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes | bytearray | memoryview

    @classmethod
    def of(cls, values: np.ndarray[Any, Any]) -> Array:
        """The array with the bytes of `values` (any shape; a dtype that numpy and DTYPES share)."""
        name = _NAMES.get(values.dtype) or _NAMES.get(values.dtype.newbyteorder("<"))
        if name is None:
            raise WireError(f"dtype {values.dtype.name} cannot cross the boundary")
        return cls(name, tuple(values.shape), values.astype(DTYPES[name], copy=False).tobytes())

    def numpy(self) -> np.ndarray[Any, Any]:
        """The values as a read-only numpy array; bfloat16 is widened to float32 without loss."""
        stored = np.frombuffer(self.data, dtype=np.uint8 if self.dtype == "bool" else DTYPES[self.dtype])
        if self.dtype == "bfloat16":
            stored = (stored.astype(np.uint32) << np.uint32(16)).view(np.float32)
        elif self.dtype == "bool":
            stored = stored != 0  # a byte other than 0 and 1 is no numpy bool: what it equals is undefined
        shaped = stored.reshape(self.shape)
        shaped.flags.writeable = False
        return shaped


@dataclass(frozen=True)
class Handle:
    """Names an object that lives in the sandbox."""

    number: int


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that cannot cross: only the name of its type does."""

    type_name: str


Value: TypeAlias = (
    "bool | int | float | complex | str | bytes | Array | Handle | Opaque | "
    "list[Value] | tuple[Value, ...] | dict[str | int, Value] | None"
)
Buffer: TypeAlias = "bytes | bytearray | memoryview"


class Header(NamedTuple):
    """The fixed part of a frame."""

    meta_bytes: int
    payload_bytes: int


def pack(kind: int, fields: Mapping[str, Value]) -> list[Buffer]:
    """The frame as buffers to be written one after another.

    Raises:
        WireError: a value of a type or dtype that has no place in a frame.
    """
    payload: list[Buffer] = []
    try:
        nodes = {name: _encode(value, payload) for name, value in fields.items()}
        meta = json.dumps(nodes, separators=(",", ":"), ensure_ascii=True).encode("ascii")
    except (ValueError, RecursionError) as error:
        raise WireError(f"the value cannot be described: {error}") from None
    size = sum(memoryview(part).nbytes for part in payload)
    return [HEADER.pack(MAGIC, kind, len(meta), size) + meta, *payload]


def read(receive: Callable[[int], Buffer], kind: int, caps: Caps) -> dict[str, Value]:
    """Reads one frame; `receive(n)` gives exactly n bytes or raises.

    Raises:
        WireError: the frame is not of `kind`, passes a cap, or does not hold what it says.
    """
    header = parse_header(receive(HEADER.size), kind, caps)
    meta = receive(header.meta_bytes)
    payload = receive(header.payload_bytes)
    return unpack(meta, payload, caps)


def parse_header(raw: Buffer, kind: int, caps: Caps) -> Header:
    """The header's fields, each checked before anything is allocated for it."""
    if len(raw) != HEADER.size:
        raise WireError(f"a header has {HEADER.size} bytes, not {len(raw)}")
    magic, found, meta_bytes, payload_bytes = HEADER.unpack(raw)
    if magic != MAGIC:
        raise WireError("the frame does not begin with the magic number")
    if bytes(memoryview(raw)[5:8]) != b"\0\0\0":
        raise WireError("the header's reserved bytes are not zero")
    if found != kind:
        raise WireError(f"a frame of kind {kind} was expected, not {found}")
    if meta_bytes > caps.meta_bytes:
        raise CapPassed(f"returned: {meta_bytes} of {caps.meta_bytes} bytes of names and shapes in one answer")
    if payload_bytes > caps.payload_bytes:
        raise CapPassed(f"returned: {-(-payload_bytes >> 20)} of {caps.payload_bytes >> 20} MiB in one answer")
    return Header(meta_bytes, payload_bytes)


def unpack(meta: Buffer, payload: Buffer, caps: Caps) -> dict[str, Value]:
    """The fields of a frame; arrays are views of `payload`, not copies."""
    try:
        nodes = json.loads(bytes(meta).decode("ascii"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise WireError("the description is not JSON, or names a field twice") from None
    if not isinstance(nodes, dict):
        raise WireError("the description is not a JSON object")
    decoder = _Decoder(memoryview(payload), caps)
    fields = {_text(name): decoder.decode(node, 0) for name, node in nodes.items()}
    decoder.finish()
    return fields


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, of which a later field must not silently replace an earlier one."""
    if len(found := dict(pairs)) != len(pairs):
        raise WireError("a field stands twice")
    return found


def _text(text: str) -> str:
    """`text` without lone surrogates, which no report could be written with: each becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _encode(value: Value, payload: list[Buffer]) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is Array:
        assert isinstance(value, Array)
        payload.append(value.data)
        return ["a", value.dtype, list(value.shape)]
    if kind in (list, tuple):
        assert isinstance(value, list | tuple)
        return ["l" if kind is list else "t", *(_encode(item, payload) for item in value)]
    if kind is dict:
        assert isinstance(value, dict)
        return ["d", *([_encode_key(key), _encode(item, payload)] for key, item in value.items())]
    return _encode_rare(value, payload)


def _encode_rare(value: Value, payload: list[Buffer]) -> Any:
    if isinstance(value, bytes):
        payload.append(value)
        return ["b", len(value)]
    if isinstance(value, Handle):
        return ["h", value.number]
    if isinstance(value, Opaque):
        return ["o", value.type_name[:200]]
    if isinstance(value, complex):
        return ["c", value.real, value.imag]
    raise WireError(f"a value of type {type(value).__name__} cannot cross the boundary")


def _encode_key(key: object) -> str | int:
    if type(key) is str or type(key) is int:
        return key
    raise WireError(f"a key of type {type(key).__name__} cannot cross the boundary")


def _refuse(node: object) -> NoReturn:
    raise WireError(f"a {type(node).__name__} stands where no such node may")  # never its text: that may nest deeply


class _Decoder:
    """Walks the description and cuts the payload in the order in which arrays are named."""

    def __init__(self, payload: memoryview, caps: Caps) -> None:
        self._payload = payload
        self._caps = caps
        self._offset = 0
        self._arrays = 0

    def finish(self) -> None:
        if self._offset != len(self._payload):
            raise WireError(f"the payload has {len(self._payload)} bytes, the description names {self._offset}")

    def decode(self, node: Any, depth: int) -> Value:
        if node is None or isinstance(node, bool | int | float | str):
            return _text(node) if isinstance(node, str) else node
        if depth >= self._caps.depth:
            raise WireError(f"values are nested more than {self._caps.depth} deep")
        if not isinstance(node, list) or not node or not isinstance(node[0], str):
            _refuse(node)
        tag, rest = node[0], node[1:]
        if tag == "a":
            return self._array(rest)
        if tag == "l":
            return [self.decode(item, depth + 1) for item in rest]
        if tag == "t":
            return tuple(self.decode(item, depth + 1) for item in rest)
        if tag == "d":
            return self._dict(rest, depth)
        return self._rare(tag, rest)

    def _array(self, rest: list[Any]) -> Array:
        if len(rest) != 2 or not isinstance(rest[0], str) or rest[0] not in DTYPES or not isinstance(rest[1], list):
            _refuse(rest)
        dtype, shape = rest
        if len(shape) > 32 or not all(type(side) is int and 0 <= side < 1 << 40 for side in shape):
            raise WireError("a shape holds what is no length")
        if math.prod(filter(None, shape)) >= 1 << 56:  # numpy takes no such shape, even of an empty array
            raise WireError("a shape is too large")
        return Array(dtype, tuple(shape), self._cut(math.prod(shape) * DTYPES[dtype].itemsize))

    def _cut(self, size: int) -> memoryview:
        self._arrays += 1
        if self._arrays > self._caps.arrays:
            raise CapPassed(f"returned: {self._caps.arrays + 1} or more of {self._caps.arrays} arrays in one answer")
        end = self._offset + size
        if end > len(self._payload):
            raise WireError("an array reaches past the end of the payload")
        part = self._payload[self._offset : end]
        self._offset = end
        return part

    def _dict(self, rest: list[Any], depth: int) -> dict[str | int, Value]:
        found: dict[str | int, Value] = {}
        for pair in rest:
            if not isinstance(pair, list) or len(pair) != 2 or type(pair[0]) not in (str, int):
                _refuse(pair)
            if (key := _text(pair[0]) if isinstance(pair[0], str) else pair[0]) in found:
                raise WireError(f"the key {ascii(key)[:60]} stands twice")
            found[key] = self.decode(pair[1], depth + 1)
        return found

    def _rare(self, tag: str, rest: list[Any]) -> Value:
        if tag == "b" and len(rest) == 1 and type(rest[0]) is int and rest[0] >= 0:
            return bytes(self._cut(rest[0]))
        if tag == "h" and len(rest) == 1 and type(rest[0]) is int:
            return Handle(rest[0])
        if tag == "o" and len(rest) == 1 and isinstance(rest[0], str):
            return Opaque(_text(rest[0][:200]))
        if tag == "c" and len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(*rest)
        _refuse([tag, *rest])
