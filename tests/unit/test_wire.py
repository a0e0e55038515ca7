"""The frames survive every value, and nothing that a hostile sandbox sends does more than raise WireError."""

from __future__ import annotations

import json
import math
import struct
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from judge import wire
from judge.wire import REPLY, Array, Caps, Handle, Opaque, WireError, pack, parse_header, read, unpack

CAPS = Caps()
NUMPY_DTYPES = [name for name in wire.DTYPES if name != "bfloat16"]


def arrays() -> st.SearchStrategy[Array]:
    shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
    plain = st.sampled_from(NUMPY_DTYPES).flatmap(lambda name: hnp.arrays(np.dtype(name), shapes)).map(Array.of)
    bits = hnp.arrays(np.dtype("<u2"), shapes).map(lambda bits: Array("bfloat16", bits.shape, bits.tobytes()))
    return plain | bits


def values() -> st.SearchStrategy[Any]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.complex_numbers()
        | text
        | st.binary(max_size=20)
        | arrays()
        | st.integers(0, 10**6).map(Handle)
        | text.map(Opaque)
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.dictionaries(text | st.integers(), inner, max_size=4)
        ),
        max_leaves=12,
    )


def same(left: Any, right: Any) -> bool:
    """Equality down to the bit: NaN equals NaN, and -0.0 is not 0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Array):
        return (left.dtype, left.shape, bytes(left.data)) == (right.dtype, right.shape, bytes(right.data))
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    if isinstance(left, float):
        return (math.isnan(left) and math.isnan(right)) or struct.pack("d", left) == struct.pack("d", right)
    return bool(left == right)


def frame(fields: dict[str, Any]) -> bytes:
    return b"".join(bytes(part) for part in pack(REPLY, fields))


def decode(raw: bytes, caps: Caps = CAPS) -> dict[str, Any]:
    position = 0

    def receive(size: int) -> bytes:
        nonlocal position
        part = raw[position : position + size]
        if len(part) != size:
            raise WireError("the channel ended")
        position += size
        return part

    return read(receive, REPLY, caps)


def hostile(description: object, payload: bytes = b"", caps: Caps = CAPS) -> dict[str, Any]:
    text = description if isinstance(description, str) else json.dumps(description)
    return unpack(text.encode(), payload, caps)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), values(), max_size=4))
def test_every_value_survives_the_crossing(fields: dict[str, Any]) -> None:
    assert same(decode(frame(fields)), fields)


@given(arrays())
def test_every_array_can_be_read(array: Array) -> None:
    found = decode(frame({"x": array}))["x"].numpy()
    assert isinstance(found, np.ndarray)
    assert found.shape == array.shape
    assert not found.flags.writeable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a signalling NaN
        if array.dtype != "bfloat16":
            np.testing.assert_array_equal(found, np.frombuffer(array.data, array.dtype).reshape(array.shape))


def test_arrays_of_any_layout_and_byte_order() -> None:
    base = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    for view in (base.T, base[:, ::-2], base.astype(">f4"), np.asfortranarray(base), base[0, 0, 0]):
        np.testing.assert_array_equal(Array.of(np.asarray(view)).numpy(), view)


@pytest.mark.parametrize("shape", [(), (2,), (0,), (2, 1)])
def test_bfloat16_is_widened_without_loss(shape: tuple[int, ...]) -> None:
    bits = np.full(shape, 0x3FC0, dtype="<u2")
    found = Array("bfloat16", shape, bits.tobytes()).numpy()
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.full(shape, 1.5, np.float32))


def test_a_bool_is_true_or_false_whatever_its_byte_is() -> None:
    forged = Array("bool", (4,), bytes([0, 1, 2, 255])).numpy()
    assert forged.view(np.uint8).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("value", [np.float64(1), object(), {1.5: 0}, {True: 0}, {"a": {1, 2}}, np.zeros(1)])
def test_what_cannot_cross_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        pack(REPLY, {"x": value})


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(WireError):
        pack(REPLY, {"x": loop})


@pytest.mark.parametrize("dtype", ["longdouble", "datetime64[s]", "U3", "object", "S3"])
def test_dtypes_without_a_place_are_refused(dtype: str) -> None:
    with pytest.raises(WireError):
        Array.of(np.zeros(2, dtype))


@settings(max_examples=300)
@given(values(), st.data())
def test_a_truncated_frame_is_refused(value: Any, data: st.DataObject) -> None:
    raw = frame({"x": value})
    cut = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(WireError):
        decode(raw[:cut])


@settings(max_examples=500)
@given(values(), st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=8))
def test_flipped_bits_never_do_more_than_raise_wire_error(value: Any, flips: list[tuple[int, int]]) -> None:
    raw = bytearray(frame({"ok": True, "value": value}))
    for position, bits in flips:
        raw[position % len(raw)] ^= bits
    check_harmless(bytes(raw))


def check_harmless(raw: bytes) -> None:
    """Either a WireError, or values that can be used: arrays have the bytes that they claim, text can be printed."""
    small = Caps(meta_bytes=1 << 16, payload_bytes=1 << 16, arrays=64, depth=8)
    try:
        found = decode(raw, small)
    except WireError:
        return
    check_usable(found)


def check_usable(value: Any) -> None:
    if isinstance(value, Array):
        assert value.numpy().shape == value.shape
    elif isinstance(value, list | tuple):
        for item in value:
            check_usable(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_usable(key)
            check_usable(item)
    elif isinstance(value, str):
        value.encode("utf-8")


@settings(max_examples=300)
@given(st.binary(max_size=200), st.integers(0, 64), st.integers(0, 64))
def test_random_bytes_behind_a_good_header(body: bytes, meta: int, payload: int) -> None:
    check_harmless(wire.HEADER.pack(wire.MAGIC, REPLY, meta, payload) + body)
    check_harmless(body)


NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["a", "l", "t", "d", "c", "b", "h", "o", "float32", "bool", "\ud800", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=20,
)


@settings(max_examples=500)
@given(st.dictionaries(st.text(max_size=3), NODES, max_size=3), st.binary(max_size=32))
def test_any_json_is_decoded_or_refused(description: dict[str, Any], payload: bytes) -> None:
    try:
        check_usable(hostile(description, payload))
    except WireError as error:
        str(error).encode("utf-8")


@pytest.mark.parametrize(
    "node",
    [
        ["a", "float32", [3]], ["a", "float32", [-1]], ["a", "float32", [2.0]], ["a", "float32", [True]],
        ["a", "float32", [1 << 40]], ["a", "float32", [1 << 39, 1 << 39]], ["a", "float32", [0, 1 << 39, 1 << 39]],
        ["a", "float32", [1] * 33], ["a", "float32", [[[1]]]], ["a", "object", [1]], ["a", "float128", [1]],
        ["a", ["float32"], [1]], ["a", "float32", "12"], ["a", "float32"], ["b", -1], ["b", 1 << 62], ["b", True],
        ["c", 1, 2], ["c", 10**400, 0], ["c", "1", "2"], ["h", 1.5], ["h", None], ["o", 3], ["z"], [], [["l"]],
        {"l": 1}, ["d", [[1], 2]], ["d", [1.5, 2]], ["d", [None, 2]], ["d", [True, 2]], ["d", ["key"]], ["d", "ab"],
        ["d", ["key", 1], ["key", 2]], ["d", [1, 1], [1, 2]],
    ],
)  # fmt: skip
def test_lying_and_malformed_nodes_are_refused(node: Any) -> None:
    with pytest.raises(WireError):
        hostile({"x": node}, b"12345678")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", "null", "{", '{"x": 1}{"y": 2}', '{"x": 1, "x": 2}', "\xff", '{"x": ' + "9" * 5000 + "}"],
)
def test_descriptions_that_are_no_object_are_refused(text: str) -> None:
    with pytest.raises(WireError):
        unpack(text.encode("latin-1"), b"", CAPS)


DEEP = ['{"x":' + tag * depth + "1" + "]" * depth + "}" for tag in ("[", '["l",') for depth in (99, 800, 900, 950, 980)]


@pytest.mark.parametrize("text", ["[" * 200_000, '{"x":' * 200_000, *DEEP])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(WireError):
        unpack(text.encode(), b"", CAPS)


def test_lone_surrogates_cannot_reach_a_report() -> None:
    found = hostile('{"x": ["d", ["\\ud800", "\\udfff"]], "y": ["o", "\\ud800"], "z": "\\ud83d\\ude00"}')
    assert found == {"x": {"?": "?"}, "y": Opaque("?"), "z": "\U0001f600"}


def test_the_payload_is_used_up_exactly() -> None:
    with pytest.raises(WireError, match="the description names 4"):
        hostile({"x": ["b", 4]}, b"12345")
    with pytest.raises(WireError, match="past the end"):
        hostile({"x": ["b", 4], "y": ["b", 1]}, b"1234")


def test_depth_and_number_of_arrays_are_capped() -> None:
    nested: Any = 1
    for _ in range(CAPS.depth):
        nested = [nested]
    assert decode(frame({"x": nested})) == {"x": nested}
    with pytest.raises(WireError, match="deep"):
        decode(frame({"x": [nested]}))
    three = {"x": [Array.of(np.zeros(0))] * 3}
    assert decode(frame(three), Caps(arrays=3))
    with pytest.raises(WireError, match="3 or more of 2 arrays"):
        decode(frame(three), Caps(arrays=2))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "20 bytes"),
        (wire.HEADER.pack(b"JDG2", REPLY, 2, 0), "magic"),
        (wire.HEADER.pack(wire.MAGIC, 1, 2, 0), "kind"),
        (b"JDG1\x02\x00\x01\x00" + bytes(12), "reserved"),
        (wire.HEADER.pack(wire.MAGIC, REPLY, CAPS.meta_bytes + 1, 0), "bytes of names and shapes"),
        (wire.HEADER.pack(wire.MAGIC, REPLY, 2, CAPS.payload_bytes + 1), "1025 of 1024 MiB"),
        (wire.HEADER.pack(wire.MAGIC, REPLY, 2**32 - 1, 2**64 - 1), "bytes of names and shapes"),
    ],
)
def test_a_bad_header_is_refused_before_anything_is_read(raw: bytes, words: str) -> None:
    with pytest.raises(WireError, match=words):
        parse_header(raw, REPLY, CAPS)
    asked: list[int] = []
    with pytest.raises(WireError):
        read(lambda size: asked.append(size) or raw, REPLY, CAPS)  # type: ignore[func-returns-value]
    assert asked == [wire.HEADER.size]
