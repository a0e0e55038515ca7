"""The docker engine's stream, against ends that lie. No daemon is needed."""

from __future__ import annotations

import itertools
import socket
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.engines.base import ChannelLost, Deadline, DeadlinePassed
from judge.engines.capture import Capture
from judge.engines.channel import Channel
from judge.engines.streams import docker_frames, tagged_frames


def frame(stream: int, data: bytes, length: int | None = None) -> bytes:
    return struct.pack(">B3xI", stream, len(data) if length is None else length) + data


def tagged(stream: int, data: bytes, length: int | None = None) -> bytes:
    return struct.pack("<BI", stream, len(data) if length is None else length) + data


def feed(make, data: bytes, cuts: list[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    cutter = make(lambda stream, part: found.__setitem__(stream, found.get(stream, b"") + bytes(part)))
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for begin, end in itertools.pairwise(edges):
        cutter.feed(memoryview(data)[begin:end])
    return found


@given(
    frames=st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40)), max_size=10),
    cuts=st.lists(st.integers(0, 1000), max_size=20),
)
@pytest.mark.parametrize(("make", "encode"), [(docker_frames, frame), (tagged_frames, tagged)])
def test_frames_are_cut_alike_however_they_arrive(make, encode, frames, cuts):
    data = b"".join(encode(stream, part) for stream, part in frames)
    expected: dict[int, bytes] = {}
    for stream, part in frames:
        if part:
            expected[stream] = expected.get(stream, b"") + part
    assert feed(make, data, cuts) == expected


@given(data=st.binary(max_size=400), cuts=st.lists(st.integers(0, 1000), max_size=20))
@pytest.mark.parametrize("make", [docker_frames, tagged_frames])
def test_any_bytes_are_taken_without_a_complaint(make, data, cuts):
    assert sum(map(len, feed(make, data, cuts).values())) <= len(data)


def test_a_header_that_lies_about_its_length_costs_nothing():
    assert feed(docker_frames, frame(1, b"abc", length=(1 << 32) - 1), []) == {1: b"abc"}


class Ends:
    """A channel, and the other end of its socket."""

    def __init__(self, unasked: int = 1 << 20, output: int = 1000) -> None:
        near, self.far = socket.socketpair()
        self.capture = Capture(output, lambda: None)
        self.watched = 0
        self.channel = Channel(near, self.capture, unasked, output, self._watch)

    def _watch(self) -> None:
        self.watched += 1
        if self.capture.flooded or self.channel.flooded:
            raise ChannelLost


@pytest.fixture
def ends():
    made = []

    def make(**options) -> Ends:
        made.append(Ends(**options))
        return made[-1]

    yield make
    for each in made:
        each.channel.close()
        each.far.close()


def test_replies_and_printed_text_are_told_apart(ends):
    both = ends()
    both.far.sendall(frame(2, tagged(1, b"out") + tagged(2, b"err")[:4]) + frame(1, b"rep"))
    both.far.sendall(frame(2, tagged(2, b"err")[4:]) + frame(1, b"ly and more"))
    assert both.channel.receive(5, Deadline.after(1)) == b"reply"
    assert both.channel.receive(9, Deadline.after(1)) == b" and more"
    output = both.capture.output()
    assert (output.stdout, output.stderr) == ("out", "err")


@pytest.mark.parametrize("stream", [0, 3, 255])
def test_unknown_streams_are_ignored(ends, stream):
    both = ends()
    both.far.sendall(frame(stream, b"noise") + frame(1, b"reply"))
    assert both.channel.receive(5, Deadline.after(1)) == b"reply"


def test_unasked_bytes_are_not_hoarded(ends):
    both = ends(unasked=1000)
    both.far.sendall(frame(1, bytes(5000)))
    with pytest.raises(ChannelLost):
        both.channel.receive(10, Deadline.after(1))
    assert both.channel.flooded


def test_a_flood_of_empty_printed_frames_ends(ends):
    both = ends()
    both.far.sendall(frame(2, tagged(1, b"") * 10_000))
    with pytest.raises(ChannelLost):
        both.channel.receive(10, Deadline.after(1))
    assert both.channel.flooded


def test_a_closed_end_is_a_lost_channel_but_what_came_before_counts(ends):
    both = ends()
    both.far.sendall(frame(1, b"reply"))
    both.far.close()
    assert both.channel.receive(5, Deadline.after(1)) == b"reply"
    with pytest.raises(ChannelLost):
        both.channel.receive(1, Deadline.after(1))
    with pytest.raises(ChannelLost):
        both.channel.send([b"x"], Deadline.after(1))


def test_silence_ends_at_the_deadline_and_is_watched_meanwhile(ends):
    both = ends()
    begun = time.monotonic()
    with pytest.raises(DeadlinePassed):
        both.channel.receive(1, Deadline.after(0.2))
    assert 0.2 <= time.monotonic() - begun < 1
    assert both.watched >= 3


def test_sending_to_an_end_that_does_not_read_ends_at_the_deadline(ends):
    with pytest.raises(DeadlinePassed):
        ends().channel.send([bytes(8 << 20)], Deadline.after(0.2))


def test_sending_to_an_end_that_writes_first_does_not_deadlock(ends):
    both = ends(unasked=64 << 20)
    received = bytearray()

    def other_end() -> None:
        both.far.sendall(frame(1, bytes(8 << 20)))
        while len(received) < 8 << 20:
            received.extend(both.far.recv(1 << 20))

    thread = threading.Thread(target=other_end)
    thread.start()
    both.channel.send([bytes(3 << 20), bytes(5 << 20)], Deadline.after(10))
    thread.join(10)
    assert len(received) == 8 << 20
    assert len(both.channel.receive(8 << 20, Deadline.after(5))) == 8 << 20
