"""The trusted end of a warm fork server that runs inside bubblewrap (`sandbox/server.py` is the other end)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Spec
from judge.engines.packets import receive_json
from judge.engines.view import PAYLOAD, View
from judge.errors import EngineUnavailable

_START_S = 120.0
_UID_BASE = 0x7000_0000  # far above every real user; the judge's process id is added, so that two judges differ

# Memory that was freed is kept: mapping large temporaries anew at each call makes runtimes noisy (page faults).
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/tmp",  # noqa: S108  (the sandbox's own)
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "4294967296",
    "MALLOC_TOP_PAD_": "67108864",
    "MALLOC_ARENA_MAX": "2",
}
_ACCOUNTS = {
    "/etc/passwd": "candidate:x:{uid}:{uid}::/tmp:/bin/false\n",
    "/etc/group": "candidate:x:{uid}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
}


@dataclass
class ForkServer:
    """A started server; `wait` until it has imported its frameworks before asking for forks."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    shown_below_tmp: list[str]
    ready: bool = False
    said: str = ""

    @classmethod
    def spawn(cls, view: View, frameworks: tuple[str, ...]) -> ForkServer:
        """Starts the server and returns at once.

        Raises:
            EngineUnavailable: bubblewrap is not installed.
        """
        bwrap = program()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            plan = json.dumps(_plan(bwrap, view, frameworks, theirs.fileno()))
            launcher = Path(__file__).with_name("launch.py")
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", str(launcher), plan],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={},
                pass_fds=(theirs.fileno(),),
            )
        below = [path for _, path in view.binds if path.startswith("/tmp/")]  # noqa: S108  (a virtual environment there)
        return cls(process, ours, below)

    def wait(self) -> None:
        """Returns when the frameworks are imported; raises EngineUnavailable with what went wrong."""
        if self.ready:
            return
        try:
            answer = receive_json(self.control, Deadline.after(_START_S))
        except ChannelLost:
            raise EngineUnavailable(f"the bubblewrap sandbox did not start: {self._complaint()}") from None
        except DeadlinePassed:
            raise EngineUnavailable(f"the bubblewrap sandbox did not start within {_START_S:g} s") from None
        if "error" in answer:
            raise EngineUnavailable(f"the sandbox could not import its frameworks: {answer['error']}")
        self.ready = True

    def fork(self, orders: dict[str, Any], fds: list[int]) -> None:
        """Asks for one more sandbox with these orders, which inherits the file descriptors."""
        self.wait()
        try:
            socket.send_fds(self.control, [json.dumps(orders).encode()], fds)
        except OSError as error:
            raise EngineUnavailable(f"the fork server has ended: {self._complaint()}") from error

    def close(self) -> None:
        """Ends the server, and with it every process inside bubblewrap."""
        self.control.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def _complaint(self) -> str:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        if not self.said:  # asked again, by a second sandbox that was to start: the pipe is closed by then
            self.said = self.process.communicate()[1].decode("utf-8", "replace").strip()[-500:] or "no message"
        return f"{self.said} (judge doctor says what this machine lacks)"


def sandbox_uid() -> int:
    """The user that every process of this judge's sandboxes is: one of its own where the judge is root, else its."""
    return os.geteuid() or _UID_BASE + os.getpid()


def program() -> str:
    """The path of bwrap; raises EngineUnavailable where it is not installed."""
    found = shutil.which("bwrap")
    if found is None:
        raise EngineUnavailable("bubblewrap is not installed: apt-get install bubblewrap (or use --sandbox docker)")
    return found


def orders(spec: Spec, fallback: bool, keep: list[str]) -> dict[str, Any]:
    """What `sandbox.isolate.Orders` is made of.

    `fallback`: without control groups each process has limits of its own; `keep`: folders below /tmp to show again.
    """
    limits = spec.limits
    return {
        "memory_mb": limits.memory_mb,
        "cpu_s": limits.cpu_s,
        "processes": limits.processes,
        "tmp_mb": limits.tmp_mb,
        "tmp_inodes": limits.tmp_inodes,
        "open_files": limits.open_files,
        "loopback": limits.loopback,
        "limit_data": fallback,
        "limit_processes": fallback,
        "keep": keep,
        "without": sorted(spec.without),
        "environment": ENVIRONMENT,
    }


def _plan(bwrap: str, view: View, frameworks: tuple[str, ...], control: int) -> dict[str, Any]:
    uid = sandbox_uid()
    arguments = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    before = [*arguments, "--hostname", "sandbox", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108
    after = [word for target, path in view.links for word in ("--symlink", target, path)]
    after += [word for path in view.covered for word in ("--tmpfs", path, "--remount-ro", path)]
    # Writable ones would be shared by every submission of this server.
    after += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]  # noqa: S108
    paths = [PAYLOAD, *view.python_path]
    code = f"import sys; sys.path[:0] = {paths[:1]!r}; sys.path += {paths[1:]!r}; from sandbox import server; "
    code += f"server.main({control}, {list(frameworks)!r})"
    return {
        "bwrap": bwrap,
        "uid": uid,
        "binds": [list(pair) for pair in view.binds],
        "files": {path: text.format(uid=uid) for path, text in _ACCOUNTS.items()},
        "before": before,
        "after": [*after, sys.executable, "-I", "-B", "-c", code],
        "environment": ENVIRONMENT,
    }
