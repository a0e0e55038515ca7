"""The bytes between the judge and a container: one attached socket that carries stdin, stdout and stderr."""

from __future__ import annotations

import select
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from judge.engines.base import ChannelLost, Deadline
from judge.engines.capture import Capture
from judge.engines.streams import docker_frames, tagged_frames
from judge.errors import EngineUnavailable
from judge.wire import Buffer

WATCH_INTERVAL_S = 0.02
STDOUT, STDERR = 1, 2
_READ, _WRITE = select.POLLIN, select.POLLOUT
_BLOCKED = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_READ_SIZE = 1 << 18
_READS_A_STEP = 16
# A tagged frame has 5 bytes of header, and an unbuffered print of one character makes one frame of it.
_RAW_FACTOR = 16


class Channel:
    """Sends to a container's stdin and receives from its stdout; what comes on stderr goes to `capture`.

    Args:
        connection: the attached socket; it is owned from here on.
        capture: takes what the candidate printed.
        unasked: how many bytes of stdout may wait here without having been asked for.
        watch: is called at least every WATCH_INTERVAL_S while something is awaited; raises to stop the waiting.
    """

    def __init__(
        self, connection: socket.socket, capture: Capture, unasked: int, raw_limit: int, watch: Callable[[], None]
    ) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._poll = select.poll()
        self._poll.register(connection, _READ)
        self._stdout = bytearray()
        self._asked = 0
        self._unasked = unasked
        self._raw_left = raw_limit * _RAW_FACTOR
        self._frames = docker_frames(self._take)
        self._capture = capture
        self._printed = tagged_frames(self._printed_part)
        self._watch = watch
        self._buffer = memoryview(bytearray(_READ_SIZE))
        self.closed = False
        self.flooded: str | None = None

    def send(self, parts: Sequence[Buffer], deadline: Deadline) -> None:
        """Writes all parts, and meanwhile reads what comes, so that neither side waits for the other for ever."""
        for part in parts:
            view = memoryview(part).cast("B")
            while view:
                try:
                    view = view[self._socket.send(view[: 1 << 20]) :]
                except _BLOCKED:
                    self._step(_READ | _WRITE, deadline)
                except OSError as error:
                    raise ChannelLost(f"the channel broke: {error}") from None

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        """Exactly `size` bytes of stdout."""
        self._asked = size
        try:
            while len(self._stdout) < size:
                self._step(_READ, deadline)
        finally:
            self._asked = 0
        if len(self._stdout) == size:
            whole, self._stdout = self._stdout, bytearray()
            return whole
        part = self._stdout[:size]
        del self._stdout[:size]
        return part

    def await_first_byte(self, deadline: Deadline) -> None:
        """Returns when at least one byte of stdout is here; it stays for `receive`."""
        while not self._stdout:
            self._step(_READ, deadline)

    def drain(self, quiet_s: float, at_most_s: float) -> None:
        """Reads what is still under way, until nothing came for `quiet_s` or the other end closed.

        What passes a limit is thrown away.
        """
        end = time.monotonic() + at_most_s
        while not self.closed and time.monotonic() < end:
            self._poll.modify(self._socket, _READ)
            if not self._poll.poll(quiet_s * 1000):
                return
            self._read()

    def hang_up(self, at_most_s: float) -> None:
        """Lets the container's stdin end, and takes what was printed: it is whole when the other end closes.

        Half of a TLS connection cannot be closed: there it takes what is already on its way.
        """
        if isinstance(self._socket, ssl.SSLSocket):
            self.drain(at_most_s / 10, at_most_s)
            return
        with suppress(OSError):  # the other end has closed before
            self._socket.shutdown(socket.SHUT_WR)
        self.drain(at_most_s, at_most_s)

    def close(self) -> None:
        """Closes the socket; may be called twice."""
        self.closed = True
        self._socket.close()

    def _step(self, events: int, deadline: Deadline) -> None:
        wait = min(deadline.left(), WATCH_INTERVAL_S)
        if self.closed:
            raise ChannelLost("the channel was closed")
        self._poll.modify(self._socket, events)
        ready = self._poll.poll(wait * 1000)
        if ready and ready[0][1] & ~_WRITE:
            self._read()
        self._watch()
        if self.closed and len(self._stdout) < max(self._asked, 1):
            raise ChannelLost("the channel was closed")

    def _read(self) -> None:
        for _ in range(_READS_A_STEP):
            try:
                count = self._socket.recv_into(self._buffer)
            except _BLOCKED:
                return
            except OSError:
                count = 0
            if not count:
                self.closed = True
                return
            self._frames.feed(self._buffer[:count])
            if count < _READ_SIZE:
                return

    def _take(self, stream: int, data: memoryview) -> None:
        if self.flooded is not None:
            return
        if stream == STDOUT:
            self._stdout += data
            if len(self._stdout) > self._asked + self._unasked:
                self.flooded = f"more than {self._unasked >> 20} MiB were sent that nobody asked for"
        elif stream == STDERR:
            self._raw_left -= len(data)
            self._printed.feed(data)
            if self._raw_left < 0:
                self.flooded = "stderr of the container was flooded"

    def _printed_part(self, stream: int, data: memoryview) -> None:
        self._capture.feed("stdout" if stream == STDOUT else "stderr", bytes(data))


def plain_socket(attached: Any) -> socket.socket:
    """The socket under the SDK's file. Nothing is lost with the file: the container has not started, so it is empty."""
    found = getattr(attached, "_sock", attached)
    if not isinstance(found, socket.socket):
        raise EngineUnavailable("the daemon is reached in a way that cannot carry a sandbox: use a unix socket or TCP")
    return found
