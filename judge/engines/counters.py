"""What a container used, from the kernel's own counters, or from the docker API where those are out of reach."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

STATS_INTERVAL_S = 0.5
_UNESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True)
class Counted:
    """Figures of all processes of a container together, since it was started.

    Attributes:
        cpu_s: processor time.
        memory_bytes: the most memory that was charged, page cache included.
        memory_now: memory in use now that cannot be reclaimed: of processes, of files in memory; 0 where not known.
        memory_kills: how many processes the kernel killed for memory.
        processes: the most processes and threads that were seen.
    """

    cpu_s: float = 0.0
    memory_bytes: int = 0
    memory_now: int = 0
    memory_kills: int = 0
    processes: int = 0


class Counters(Protocol):
    """Reads the figures of one container; after its death, those that were read last."""

    source: str

    def read(self) -> Counted:
        """The figures now."""

    def close(self) -> None:
        """Gives back what was held open."""


def of_container(identity: str, pid: int, stats: Callable[[], dict[str, Any]]) -> Counters:
    """The best counters for a running container.

    Args:
        identity: the container's full id.
        pid: its first process, as the daemon numbers it.
        stats: asks the docker API for the figures (`stats` of one container, one shot).
    """
    paths = _cgroup_paths(identity, pid)
    for version, controllers in ((1, ("memory", "cpuacct", "pids")), (2, ("",))):
        if all(name in paths for name in controllers):
            with suppress(OSError):
                return _Files(version, paths)
    return _Stats(stats)


class _Files:
    """cgroup files, held open: reading one takes microseconds."""

    def __init__(self, version: int, paths: dict[str, Path]) -> None:
        self.source = f"cgroup v{version}"
        self._last = Counted()
        self._fds: dict[str, int] = {}
        wanted = _V1 if version == 1 else _V2
        try:
            for name, (controller, file) in wanted.items():
                self._open(name, paths[controller] / file)
        except OSError:
            self.close()
            raise

    def _open(self, name: str, path: Path) -> None:
        try:
            self._fds[name] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            if not name.endswith(("_peak", "parts")):  # older kernels keep no peak
                raise

    def read(self) -> Counted:
        if self._fds:
            with suppress(OSError):  # ENODEV: the cgroup is gone
                self._last = self._now()
        return self._last

    def _now(self) -> Counted:
        memory = self._number("memory_peak") or self._number("memory")
        processes = self._number("processes_peak") or self._number("processes")
        return Counted(
            cpu_s=self._number("cpu_ns") / 1e9 + self._number("cpu_us", "usage_usec") / 1e6,
            memory_bytes=max(memory, self._last.memory_bytes),
            memory_now=sum(self._number("parts", part) for part in _HELD),
            memory_kills=self._number("kills", "oom_kill"),
            processes=max(processes, self._last.processes),
        )

    def _number(self, name: str, key: str | None = None) -> int:
        """The number in a file, or the one after `key` in a file of lines; 0 where there is none."""
        if name not in self._fds:
            return 0
        words = os.pread(self._fds[name], 4096, 0).decode("ascii", "replace").split()
        if key is not None:
            words = words[words.index(key) + 1 :] if key in words else []
        return int(words[0]) if words and words[0].isdigit() else 0

    def close(self) -> None:
        while self._fds:
            os.close(self._fds.popitem()[1])


# Of memory.stat: version 1 says rss where version 2 says anon.
_HELD = ("rss", "anon", "shmem")
_V1 = {
    "cpu_ns": ("cpuacct", "cpuacct.usage"),
    "memory_peak": ("memory", "memory.max_usage_in_bytes"),
    "memory": ("memory", "memory.usage_in_bytes"),
    "parts": ("memory", "memory.stat"),
    "kills": ("memory", "memory.oom_control"),
    "processes": ("pids", "pids.current"),
}
_V2 = {
    "cpu_us": ("", "cpu.stat"),
    "memory_peak": ("", "memory.peak"),
    "memory": ("", "memory.current"),
    "parts": ("", "memory.stat"),
    "kills": ("", "memory.events"),
    "processes_peak": ("", "pids.peak"),
    "processes": ("", "pids.current"),
}


class _Stats:
    """The stats call of the docker API: slower, so it is asked at most every STATS_INTERVAL_S. Counts no kills."""

    source = "docker stats"

    def __init__(self, stats: Callable[[], dict[str, Any]]) -> None:
        self._stats = stats
        self._last = Counted()
        self._next = 0.0

    def read(self) -> Counted:
        if time.monotonic() >= self._next:
            self._last = self._now(self._stats())
            self._next = time.monotonic() + STATS_INTERVAL_S
        return self._last

    def _now(self, found: dict[str, Any]) -> Counted:
        memory = found.get("memory_stats") or {}
        cpu = (found.get("cpu_stats") or {}).get("cpu_usage") or {}
        return Counted(
            cpu_s=max(float(cpu.get("total_usage") or 0) / 1e9, self._last.cpu_s),
            memory_bytes=max(int(memory.get("max_usage") or memory.get("usage") or 0), self._last.memory_bytes),
            memory_now=sum(int((memory.get("stats") or {}).get(part) or 0) for part in _HELD),
            processes=max(int((found.get("pids_stats") or {}).get("current") or 0), self._last.processes),
        )

    def close(self) -> None:
        """Nothing is held open."""


def _cgroup_paths(identity: str, pid: int) -> dict[str, Path]:
    """Controller name ("" for cgroup v2) -> folder, where this process can see the container's cgroups.

    The daemon may run on another machine or in another process namespace, where its pid means something else: only
    paths that hold the container's own id are believed.
    """
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
        mounts = _cgroup_mounts()
        return {
            name: mounts[name][1] / os.path.relpath(path, mounts[name][0])
            for _, names, path in (line.split(":", 2) for line in lines)
            for name in names.split(",")
            if identity in path and name in mounts
        }
    return {}


def _cgroup_mounts() -> dict[str, tuple[str, Path]]:
    """Controller name ("" for cgroup v2) -> (root of the mount in the hierarchy, where it is mounted)."""
    found: dict[str, tuple[str, Path]] = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        root, point = (_UNESCAPED.sub(lambda m: chr(int(m[1], 8)), field) for field in before.split()[3:5])
        kind, _, options = after.split()[:3]
        if kind == "cgroup2":
            found.setdefault("", (root, Path(point)))
        elif kind == "cgroup":
            for name in options.split(","):
                found.setdefault(name, (root, Path(point)))
    return found
