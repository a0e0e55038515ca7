"""The GPUs of this machine: each is lent to one engine at a time, and what a sandbox holds of its memory is watched."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from judge.errors import EngineUnavailable

if TYPE_CHECKING:
    import docker

_LISTED = Path("/proc/driver/nvidia/gpus")
_PATIENCE_S = 600.0
_STEP_S = 0.2
_WATCH_S = 0.5
_QUERY = ("nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits")


@dataclass
class Gpu:
    """A GPU that no other engine has until it is given back, or this process ends: the kernel drops its lock then."""

    index: int
    lock: int

    def close(self) -> None:
        """Gives it back; may be called twice."""
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def claim(listed: Path = _LISTED, folder: Path | None = None, patience_s: float = _PATIENCE_S) -> Gpu:
    """The first GPU that is free, waited for where all are taken. They are numbered as nvidia-smi does, by bus address.

    Raises:
        EngineUnavailable: there is none, or none became free in time.
    """
    count = len(list(listed.iterdir())) if listed.is_dir() else 0
    if not count:
        raise EngineUnavailable("this machine has no NVIDIA GPU, or no driver for it: use --device cpu, see nvidia-smi")
    place = _own_folder() if folder is None else folder
    end = time.monotonic() + patience_s
    while True:
        for index in range(count):
            lock = os.open(place / f"gpu-{index}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return Gpu(index, lock)
            os.close(lock)
        if time.monotonic() > end:
            raise EngineUnavailable(f"no GPU became free within {patience_s:g} s: see fuser -v {place}/gpu-*.lock")
        time.sleep(_STEP_S)


def _own_folder() -> Path:
    """A folder of this user's for locks: of root, the machine's."""
    if os.geteuid() == 0:
        folder = Path("/run/judge")
    else:
        runtime = os.environ.get("XDG_RUNTIME_DIR")
        folder = Path(runtime, "judge") if runtime else Path(tempfile.gettempdir(), f"judge-{os.geteuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise EngineUnavailable(f"{folder} must be a folder that only this user may write: see ls -ld {folder}")
    return folder


class MemoryWatch:
    """Looks twice a second, from outside, how much GPU memory some processes hold together.

    torch's own cap holds a program that does not lift it; this holds the others.

    Args:
        pids: the processes, as the host numbers them.
        query: the program that prints `pid, MiB` lines.
    """

    def __init__(self, pids: Callable[[], set[int]], query: tuple[str, ...] = _QUERY) -> None:
        self._pids = pids
        self._query = query
        self._ended = threading.Event()
        self.peak_mb = 0
        self._thread = threading.Thread(target=self._run, name="judge-gpu", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops looking; may be called twice."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(_WATCH_S):
            with suppress(OSError, ValueError, subprocess.SubprocessError):
                self.peak_mb = max(self.peak_mb, self._used_mb())

    def _used_mb(self) -> int:
        done = subprocess.run(self._query, capture_output=True, text=True, timeout=10, check=True)
        rows = (line.split(",") for line in done.stdout.splitlines() if line.count(",") == 1)
        held = {int(pid): int(used) for pid, used in rows}
        ours = self._pids() if held else set()
        return sum(used for pid, used in held.items() if pid in ours)


def processes(client: docker.DockerClient, identity: str) -> set[int]:
    """The processes of a container, as the host numbers them; none where the daemon does not say."""
    import requests
    from docker.errors import DockerException

    with suppress(DockerException, requests.RequestException):
        table = client.api.top(identity)
        return {int(row[table["Titles"].index("PID")]) for row in table["Processes"]}
    return set()
