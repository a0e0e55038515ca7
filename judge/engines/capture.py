"""Takes what candidate code prints: capped, cleaned of terminal escapes, never parsed for meaning."""

from __future__ import annotations

import os
import re
import selectors
import threading
from collections.abc import Callable

from judge.model import Output

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(data: bytes) -> str:
    """Readable text: bad UTF-8 is escaped, terminal sequences, control and bidirectional characters are dropped."""
    text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    return _CONTROLS.sub("", _ESCAPES.sub("", text))


class Capture:
    """Keeps the first `cap` bytes of each stream and calls `flooded` once when one passes it."""

    def __init__(self, cap: int, on_flood: Callable[[], None]) -> None:
        self._cap = cap
        self._on_flood = on_flood
        self._kept: dict[str, bytearray] = {"stdout": bytearray(), "stderr": bytearray()}
        self.flooded: str | None = None
        self.printed = 0  # bytes of the stream that passed it

    def feed(self, stream: str, data: bytes) -> None:
        """Takes what arrived on `stream` ("stdout" or "stderr")."""
        kept = self._kept[stream]
        room = self._cap - len(kept)
        kept += data[: max(room, 0)]
        if len(data) > room and self.flooded is None:
            self.flooded, self.printed = stream, len(kept) + len(data) - max(room, 0)
            self._on_flood()

    def output(self) -> Output:
        """What was printed so far."""
        texts = {name: clean(bytes(data)) for name, data in self._kept.items()}
        return Output(**texts, truncated=self.flooded is not None)


class PipeReader:
    """Feeds a `Capture` from two pipes on a thread of its own, until both are closed or `stop` is called."""

    def __init__(self, capture: Capture, stdout: int, stderr: int) -> None:
        self._capture = capture
        self._pipes = {stdout: "stdout", stderr: "stderr"}
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._run, name="judge-capture", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Takes what is left in the pipes, then closes them."""
        os.close(self._wake_write)
        self._thread.join()
        os.close(self._wake_read)

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            for fd in (*self._pipes, self._wake_read):
                os.set_blocking(fd, False)
                selector.register(fd, selectors.EVENT_READ)
            stopping = False
            while not stopping:
                ready = [key.fd for key, _ in selector.select()]
                stopping = self._wake_read in ready
                for fd in self._pipes if stopping else ready:
                    if fd in selector.get_map() and not self._drain(fd):
                        selector.unregister(fd)
        for fd in self._pipes:
            os.close(fd)

    def _drain(self, fd: int) -> bool:
        """Reads what is there, at most 1 MiB so that no stream starves the other; False at the end of the stream."""
        for _ in range(16):
            try:
                data = os.read(fd, 1 << 16)
            except BlockingIOError:
                return True
            if not data:
                return False
            self._capture.feed(self._pipes[fd], data)
        return True
