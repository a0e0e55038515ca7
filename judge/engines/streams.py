"""Cuts the byte streams of a container into the frames that they are made of. No frame is ever held as a whole."""

from __future__ import annotations

import struct
from collections.abc import Callable

Sink = Callable[[int, memoryview], None]

_DOCKER = struct.Struct(">B3xI")
_TAGGED = struct.Struct("<BI")


class Cutter:
    """Cuts a stream of frames: a fixed header that names a stream and a length, then so many bytes.

    Only the header is buffered; what follows goes to the sink piece by piece, so a header that lies about its length
    costs nothing here.
    """

    def __init__(self, header: struct.Struct, sink: Sink) -> None:
        self._format = header
        self._sink = sink
        self._header = bytearray()
        self._stream = 0
        self._left = 0

    def feed(self, data: memoryview) -> None:
        """Takes the next bytes of the stream, cut anywhere."""
        while data:
            if self._left:
                part = data[: self._left]
                self._left -= len(part)
                self._sink(self._stream, part)
            else:
                part = data[: self._format.size - len(self._header)]
                self._header += part
                if len(self._header) == self._format.size:
                    self._stream, self._left = self._format.unpack(self._header)
                    self._header.clear()
            data = data[len(part) :]


def docker_frames(sink: Sink) -> Cutter:
    """The attach stream of the docker API: stream u8 (1 stdout, 2 stderr), 3 zero bytes, length u32 big-endian."""
    return Cutter(_DOCKER, sink)


def tagged_frames(sink: Sink) -> Cutter:
    """The stderr of `sandbox/container.py`: stream u8 (1 stdout, 2 stderr), length u32 little-endian."""
    return Cutter(_TAGGED, sink)
