"""Watches what a sandbox uses while it runs, from its control group or, without one, from /proc."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from judge.engines import deaths
from judge.engines.base import Death
from judge.engines.cgroups import Group
from judge.model import Limits, Usage

_MIB = 1 << 20
_LOOK_S = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Compares a sandbox's usage with its limits; `keeper` is the process that all others descend from."""

    def __init__(self, keeper: int, limits: Limits, group: Group | None) -> None:
        self._keeper = keeper
        self._limits = limits
        self._group = group
        self._baseline = _memory(keeper) if group is None else 0
        self._memory_peak = 0
        self._processes_peak = 0
        self._cpu_s = 0.0
        self._looked = 0.0
        self._closed = False
        self._kills = 0
        self._stop = threading.Event()
        self._guard: threading.Thread | None = None

    def exceeded(self) -> Death | None:
        """The limit that was passed, with the figure reached; None while all hold."""
        self._look()
        limits, allowed = self._limits, self._limits.memory_mb * _MIB
        if self._kills:  # the kernel kills where a page could not be had: the peak is the limit, less a page or two
            return deaths.memory(allowed, limits)
        if self._group is None and self._memory_peak > allowed:
            return deaths.memory(self._memory_peak, limits)
        if self._cpu_s > limits.cpu_s:
            return deaths.processor_time(self._cpu_s, limits)
        return None

    def out_of_time(self) -> Death:
        """The death of a process that the kernel ended for its processor time, at least the figure allowed."""
        return deaths.processor_time(max(self._cpu_s, self._limits.cpu_s), self._limits)

    def guard(self, kill: Callable[[], None]) -> None:
        """Looks all the time, also while the judge is busy elsewhere, and calls `kill` when a limit was passed.

        For a tree without a control group: there nothing else holds the limits between two requests.
        """
        self._guard = threading.Thread(target=self._stand, args=(kill,), name="judge-watch", daemon=True)
        self._guard.start()

    def _stand(self, kill: Callable[[], None]) -> None:
        while not self._stop.wait(_LOOK_S):
            if self.exceeded() is not None:
                kill()
                return

    def usage(self, wall_s: float) -> Usage:
        """The figures so far."""
        self._look()
        return Usage(
            wall_s=wall_s,
            cpu_s=self._cpu_s,
            memory_peak_mb=self._memory_peak / _MIB,
            processes_peak=self._processes_peak,
        )

    def close(self) -> None:
        """Keeps the figures as they are: the group is about to go. Nothing is killed from here on."""
        self._stop.set()
        if self._guard is not None:
            self._guard.join()
        self._closed = True

    def signal(self, number: int) -> None:
        """Sends a signal to every process below the keeper."""
        for pid in descendants(self._keeper):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def _look(self) -> None:
        if self._closed:
            return
        if self._group is not None:
            self._memory_peak = self._group.memory_peak()
            self._kills = self._group.memory_kills()
            self._cpu_s = self._group.cpu_s()
            self._processes_peak = max(self._processes_peak, self._group.processes_peak())
        elif time.monotonic() - self._looked > 0.01:
            self._look_at_tree()

    def _look_at_tree(self) -> None:
        tree = descendants(self._keeper)
        memory = sum(max(0, _memory(pid) - self._baseline) for pid in tree)
        self._memory_peak = max(self._memory_peak, memory)
        self._cpu_s = max(self._cpu_s, sum(map(_cpu_s, tree)))
        self._processes_peak = max(self._processes_peak, sum(map(_threads, tree)) - 1)
        self._looked = time.monotonic()


def descendants(root: int) -> list[int]:
    """Process ids of all descendants of `root`, itself excluded."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parent = int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = list(children.get(root, []))
    for pid in found:  # grows while it is walked: breadth first
        found += children.get(pid, [])
    return found


def _memory(pid: int) -> int:
    """Anonymous and shared memory in use, bytes; 0 for a process that is gone."""
    total = 0
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(("RssAnon:", "RssShmem:")):
                total += int(line.split()[1]) * 1024
    return total


def _cpu_s(pid: int) -> float:
    """Processor time of a process and its reaped children, seconds; 0 for one that is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS
    return 0.0


def _threads(pid: int) -> int:
    """Threads of a process, the first one included; 0 for one that is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[17])
    return 0
