"""Frames as a hostile sandbox would make them: only WireError, and no more memory than a small multiple of the frame.

`tests/fuzz/fuzz_wire.py` looks for more of them, guided by coverage.
"""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judge import wire
from judge.wire import REPLY, Array, CapPassed, Caps, Handle, Opaque, WireError

SMALL = Caps(meta_bytes=1 << 12, payload_bytes=1 << 12, arrays=16, depth=6)
HONEST: dict[str, wire.Value] = {
    "ok": True,
    "value": {
        "value": (Array("float32", (2, 3), bytes(24)), Array("bool", (4,), bytes(4)), None, -1.5),
        "changed": ["args[0]"],
        "rest": [Handle(3), Opaque("a.B"), 2j, b"abcd", {7: "seven", "k": [True]}],
    },
}
FRAME = b"".join(bytes(part) for part in wire.pack(REPLY, HONEST))
DESCRIPTION = json.loads(FRAME[wire.HEADER.size : wire.HEADER.size + wire.HEADER.unpack_from(FRAME)[2]])
PAYLOAD = FRAME[-32:]
TAGS = ["a", "l", "t", "d", "c", "b", "h", "o", "z", "float32", "bool", "bfloat16", "object", "", "\ud800"]
NUMBERS = st.sampled_from([-1, 0, 1, 2, 4, 24, 1 << 31, 1 << 40, 1 << 62, 10**30, 0.5, 1e308, float("nan")])
SCRAPS = st.none() | st.booleans() | NUMBERS | st.sampled_from(TAGS)


class Channel:
    """Gives what is there and notes the most that was asked for at once."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.most = 0

    def receive(self, size: int) -> bytes:
        self.most = max(self.most, size)
        part, self._raw = self._raw[:size], self._raw[size:]
        if len(part) != size:
            raise WireError("the channel ended")
        return part


def survive(raw: bytes, caps: Caps = SMALL) -> None:
    """Reads the frame; whatever comes of it can be used, or is refused, with nothing taken above the caps."""
    channel = Channel(raw)
    try:
        use(wire.read(channel.receive, REPLY, caps))
    except WireError as refused:
        str(refused).encode("utf-8")
    assert channel.most <= max(caps.meta_bytes, caps.payload_bytes)


def use(value: Any) -> None:
    if isinstance(value, Array):
        assert value.numpy().shape == value.shape
    elif isinstance(value, dict):
        for key, item in value.items():
            use(key)
            use(item)
    elif isinstance(value, list | tuple):
        for item in value:
            use(item)
    elif isinstance(value, str):
        value.encode("utf-8")
    else:
        assert value is None or isinstance(value, bool | int | float | complex | bytes | Handle | Opaque)


def framed(meta: bytes, payload: bytes) -> bytes:
    return wire.HEADER.pack(wire.MAGIC, REPLY, len(meta), len(payload)) + meta + payload


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes(raw: bytes) -> None:
    survive(raw)
    survive(wire.MAGIC + bytes([REPLY, 0, 0, 0]) + raw)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=64))
def test_arbitrary_bodies_behind_a_fitting_header(meta: bytes, payload: bytes) -> None:
    survive(framed(meta, payload))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1), st.integers(0, 255), st.binary(min_size=3, max_size=3))
def test_a_header_takes_nothing_above_the_caps(meta: int, payload: int, kind: int, reserved: bytes) -> None:
    head = wire.MAGIC + bytes([kind]) + reserved + meta.to_bytes(4, "little") + payload.to_bytes(8, "little")
    survive(head + b"{}")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_honest_frame_with_pieces_cut_moved_and_repeated(data: st.DataObject) -> None:
    raw = FRAME
    for _ in range(data.draw(st.integers(1, 4))):
        start, end, place = (data.draw(st.integers(0, len(raw))) for _ in range(3))
        piece = raw[min(start, end) : max(start, end)] * data.draw(st.integers(1, 3))
        raw = raw[:place] + piece + raw[place + data.draw(st.sampled_from([0, len(piece)])) :]
    survive(raw[:8000])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_honest_description_with_nodes_exchanged(data: st.DataObject) -> None:
    nodes = json.loads(json.dumps(DESCRIPTION))
    for _ in range(data.draw(st.integers(1, 5))):
        exchange(nodes, data)
    meta = json.dumps(nodes).encode()
    survive(framed(meta, PAYLOAD[: data.draw(st.sampled_from([0, 4, 28, 31, 32]))]), Caps(1 << 16, 1 << 12, 16, 6))


def exchange(nodes: Any, data: st.DataObject) -> None:
    """Puts a scrap, or a node from elsewhere, in the place of one node, or beside it."""
    places = list(walk(nodes))
    parent, key = data.draw(st.sampled_from(places))
    other, where = data.draw(st.sampled_from(places))
    new = data.draw(SCRAPS | st.just(json.loads(json.dumps(other[where]))))
    if isinstance(parent, list) and data.draw(st.booleans()):
        parent.insert(key, new)
    else:
        parent[key] = new


def walk(node: Any) -> Any:
    for key in node if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from walk(node[key])


# The most that one byte of a description may turn into before it is refused: an empty list in JSON, and one of ours.
FACTOR = 64
HEAVY = {
    "brackets": b"[" * 100_000,
    "lists": b'{"x":["l"' + b",[]" * 100_000 + b"]}",
    "tagged_lists": b'{"x":["l"' + b',["l"]' * 50_000 + b"]}",
    "tagged_dicts": b'{"x":["l"' + b',["d"]' * 50_000 + b"]}",
    "pairs": b'{"x":["d"' + b"".join(b",[%d,1]" % number for number in range(40_000)) + b"]}",
    "objects": b'{"x":["l"' + b",{}" * 100_000 + b"]}",
    "fields": b"{" + b",".join(b'"%d":1' % number for number in range(40_000)) + b"}",
    "arrays": b'{"x":["l"' + b',["a","bool",[0]]' * 20_000 + b"]}",
    "shape": b'{"x":["a","bool",[' + b"1," * 100_000 + b"1]]}",
    "numbers": b'{"x":["l"' + b",1e9" * 80_000 + b"]}",
    "escapes": b'{"x":"' + b"\\ud83d\\ude00" * 20_000 + b'"}',
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_description_takes_a_small_multiple_of_its_size(name: str) -> None:
    meta = HEAVY[name]
    raw = framed(meta, b"")
    tracemalloc.start()
    try:
        survive(raw, Caps(meta_bytes=1 << 20))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < FACTOR * len(meta)


@pytest.mark.parametrize("lengths", [(1 << 20, 0), (0, 1 << 40), (2**32 - 1, 2**64 - 1)])
def test_a_frame_above_a_cap_is_refused_before_memory_is_taken(lengths: tuple[int, int]) -> None:
    channel = Channel(wire.HEADER.pack(wire.MAGIC, REPLY, *lengths))
    tracemalloc.start()
    try:
        with pytest.raises(CapPassed):
            wire.read(channel.receive, REPLY, SMALL)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert channel.most == wire.HEADER.size
    assert peak < 1 << 16
