"""No sandbox at all: the program runs as a process with the caller's own rights. For authors, with code of their own.

It is never chosen by itself, and every report that it makes says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from weakref import WeakSet

from judge import payload
from judge.engines.base import Spec
from judge.engines.box import Box
from judge.engines.forkserver import ENVIRONMENT, orders
from judge.engines.pool import Pool
from judge.errors import EngineUnavailable


class _Process(Box):
    """A program without namespaces: what it started is killed by name, not by the end of a namespace."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        if self._watch is not None:
            self._watch.signal(signal.SIGKILL)
        super().kill()

    def close(self) -> None:
        super().close()
        self.process.wait()


class Unsandboxed:
    """Implements `judge.engines.base.Engine` with plain processes.

    Limits hold for each process, by the kernel's own limits and a watcher; nothing else is kept from the program.
    """

    name = "none"
    image: str | None = None

    def __init__(self) -> None:
        self._pool = Pool(self._make, threads=2)
        self._given: WeakSet[Box] = WeakSet()
        by_process = "rlimit for each process, watcher"
        self.enforced_by = {
            "wall": "the judge's clock",
            "output": "the judge's pipes",
            "memory": by_process,
            "cpu": by_process,
            "open_files": "rlimit",
        }

    def warm(self, spec: Spec, count: int = 1) -> None:
        """Starts processes in the background."""
        self._pool.prepare(spec, count)

    def start(self, spec: Spec) -> Box:
        """A process that is ready for its first request."""
        box = self._pool.take(spec)
        self._given.add(box)
        box.hand_over()
        return box

    def cool(self, spec: Spec) -> None:
        """Ends processes that were started ahead and not taken."""
        self._pool.drop(spec)

    def close(self) -> None:
        """Ends every process."""
        self._pool.close()
        for box in list(self._given):
            box.close()

    def _make(self, spec: Spec) -> _Process:
        if spec.device != "cpu":
            raise EngineUnavailable("--sandbox none has no GPU: use --sandbox docker --device cuda")
        with contextlib.ExitStack() as theirs:
            channel, channel_end = socket.socketpair()
            status, status_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            (out, out_end), (err, err_end) = os.pipe(), os.pipe()
            theirs.enter_context(channel_end)
            theirs.enter_context(status_end)
            theirs.callback(os.close, out_end)
            theirs.callback(os.close, err_end)
            process = _spawn(spec, [channel_end.fileno(), out_end, err_end, status_end.fileno()])
        box = _Process(spec, channel, status, (out, err))
        box.process = process
        try:
            box.settle(None)
        except BaseException:
            box.close()
            raise
        return box


def _spawn(spec: Spec, fds: list[int]) -> subprocess.Popen[bytes]:
    limits = {**orders(spec, fallback=True, keep=[]), "limit_processes": False}  # that one counts all of the user's
    plan = {"fds": fds, "frameworks": list(spec.frameworks), "limits": limits}
    return subprocess.Popen(
        [sys.executable, "-I", "-B", str(payload.sandbox_dir() / "alone.py"), json.dumps(plan)],
        stdin=subprocess.DEVNULL,
        stdout=fds[1],
        stderr=fds[2],
        env=ENVIRONMENT,
        pass_fds=fds,
    )
