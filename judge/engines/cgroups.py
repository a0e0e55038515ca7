"""Limits and counters of a whole process tree, from control groups version 2 (delegated) or version 1 (as root).

`find(root)` looks at a mounted hierarchy and returns what makes groups in it, or None where none may be made; the
caller then falls back on per-process limits. Only folders named judge-* that this module made are ever touched.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from judge.engines.base import DeadlinePassed
from judge.errors import JudgeError
from judge.model import Limits

_MIB = 1 << 20
_PERIOD_US = 100_000
_FREEZE_S, _FREEZE_STEP_S = 5.0, 2e-4
_SWEEP_S = 2.0
_OWN_PROCESSES = 3  # keeper and init are ours; one is left for the moment of a fork
_V1_CONTROLLERS = ("memory", "pids", "cpu", "cpuacct", "freezer")


@dataclass(frozen=True)
class Group:
    """One control group: a folder for each controller (version 1), or the same folder for all (version 2)."""

    version: int
    folders: dict[str, Path]

    def add(self, pid: int) -> None:
        """Moves a process in; what it forks later starts inside."""
        for folder in set(self.folders.values()):
            _write(folder / "cgroup.procs", pid)

    def memory_peak(self) -> int:
        """Largest memory in use at one time, bytes, page cache of tmpfs included."""
        name = "memory.max_usage_in_bytes" if self.version == 1 else "memory.peak"
        return _number(self.folders["memory"] / name)

    def memory_kills(self) -> int:
        """How many processes the kernel killed because the limit was reached."""
        name = "memory.oom_control" if self.version == 1 else "memory.events"
        return _field(self.folders["memory"] / name, "oom_kill")

    def cpu_s(self) -> float:
        """Processor time of all processes so far, seconds."""
        if self.version == 1:
            return _number(self.folders["cpuacct"] / "cpuacct.usage") / 1e9
        return _field(self.folders["cpu"] / "cpu.stat", "usage_usec") / 1e6

    def processes_peak(self) -> int:
        """Most processes and threads at one time; those there now where the kernel keeps no peak."""
        peak = self.folders["pids"] / "pids.peak"
        return max(0, _number(peak if peak.exists() else self.folders["pids"] / "pids.current") - 2)

    def processes_refused(self) -> int:
        """How many forks failed at the limit."""
        return _field(self.folders["pids"] / "pids.events", "max")

    def freeze(self, frozen: bool) -> None:
        """Stops all processes, or lets them go on; returns when they have stopped.

        Raises:
            DeadlinePassed: they do not stop. Processes that fork without pause can bring that about.
            JudgeError: the kernel refuses.
        """
        end = time.monotonic() + _FREEZE_S
        self._order(frozen)
        while frozen and not self._stopped():
            if time.monotonic() > end:
                self._order(frozen=False)
                raise DeadlinePassed
            time.sleep(_FREEZE_STEP_S)
            self._order(frozen)  # version 1 forgets those that were being forked

    def _order(self, frozen: bool) -> None:
        name, words = ("freezer.state", ("THAWED", "FROZEN")) if self.version == 1 else ("cgroup.freeze", ("0", "1"))
        try:
            _write(self._freezer() / name, words[frozen])
        except OSError as error:
            raise JudgeError(f"{self._freezer()} could not be frozen: {error}") from error

    def _freezer(self) -> Path:
        return self.folders["freezer" if self.version == 1 else "memory"]

    def _stopped(self) -> bool:
        if self.version == 1:
            return _text(self._freezer() / "freezer.state") == "FROZEN"
        return _field(self._freezer() / "cgroup.events", "frozen") == 1

    def members(self) -> list[int]:
        """Process ids now inside."""
        try:
            return [int(line) for line in (self.folders["pids"] / "cgroup.procs").read_text().split()]
        except OSError:
            return []

    def remove(self, patience_s: float = 5.0) -> None:
        """Kills what is inside, waits until it is gone, and removes the folders; raises JudgeError if it cannot."""
        end = time.monotonic() + patience_s
        while self.members() and time.monotonic() < end:
            for pid in self.members():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.002)
        for folder in dict.fromkeys(self.folders.values()):
            _remove(folder, end)


@dataclass(frozen=True)
class Groups:
    """Makes groups below one parent folder per controller."""

    version: int
    parents: dict[str, Path]

    def make(self, name: str, limits: Limits) -> Group:
        """A new group with the limits set; raises JudgeError where the kernel refuses one."""
        group = Group(self.version, {key: parent / f"judge-{name}" for key, parent in self.parents.items()})
        made: list[Path] = []
        try:
            for folder in dict.fromkeys(group.folders.values()):
                folder.mkdir()
                made.append(folder)
            _limit(group, limits)
        except OSError as error:
            for folder in made:
                _remove(folder, time.monotonic())
            raise JudgeError(f"a control group could not be made ({error}): run judge doctor") from error
        return group

    def sweep(self) -> None:
        """Removes what a judge left that is no longer alive: its groups, and processes that it had frozen in them."""
        found = {path for parent in self.parents.values() for path in parent.glob("judge-*")}
        left = [Group(self.version, {"pids": folder}) for folder in found if _is_left_over(folder)]
        for group in left:
            state = group.folders["pids"] / "freezer.state"
            if state.exists():  # a frozen process of version 1 does not even die
                with contextlib.suppress(OSError):
                    _write(state, "THAWED")
        for group in left:
            with contextlib.suppress(OSError, JudgeError):
                group.remove(_SWEEP_S)


def _is_left_over(folder: Path) -> bool:
    owner = folder.name.split("-")[1]
    if not owner.isdigit() or Path("/proc", owner).exists():
        return False
    # 0 stands for a process that this process namespace does not see: its judge may well live where it does.
    return 0 not in Group(0, {"pids": folder}).members()


def find(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> Groups | None:
    """What can make groups on this machine, or None; tries version 2 first, then version 1."""
    return _find_v2(root, own) or _find_v1(root)


def _find_v2(root: Path, own: Path) -> Groups | None:
    if not (root / "cgroup.controllers").exists():
        return None
    line = next((text for text in own.read_text().splitlines() if text.startswith("0::")), "0::/")
    mine = root / line[3:].strip("/")
    for parent in (root, mine.parent, mine):
        if _delegated(parent):
            return Groups(2, dict.fromkeys(("memory", "pids", "cpu"), parent))
    return None


def _delegated(parent: Path) -> bool:
    control = parent / "cgroup.subtree_control"
    if not os.access(parent, os.W_OK) or not os.access(parent / "cgroup.procs", os.W_OK):
        return False
    wanted = {"memory", "pids", "cpu"}
    try:
        if not wanted <= set(control.read_text().split()):
            _write(control, "+memory +pids +cpu")
        return wanted <= set(control.read_text().split())
    except OSError:
        return False


def _find_v1(root: Path) -> Groups | None:
    parents = {name: root / name for name in _V1_CONTROLLERS}
    usable = all((path / "cgroup.procs").exists() and os.access(path, os.W_OK) for path in parents.values())
    return Groups(1, parents) if usable else None


def _limit(group: Group, limits: Limits) -> None:
    memory, pids = limits.memory_mb * _MIB, limits.processes + _OWN_PROCESSES
    if group.version == 2:
        folder = group.folders["memory"]
        settings: dict[str, int | str] = {
            "memory.max": memory,
            "memory.swap.max": 0,
            "pids.max": pids,
            "cpu.max": f"{_PERIOD_US} {_PERIOD_US}",
        }
        for name, value in settings.items():
            if name != "memory.swap.max" or (folder / name).exists():
                _write(folder / name, value)
        return
    _write(group.folders["memory"] / "memory.limit_in_bytes", memory)
    with_swap = group.folders["memory"] / "memory.memsw.limit_in_bytes"
    if with_swap.exists():
        _write(with_swap, memory)
    _write(group.folders["pids"] / "pids.max", pids)
    _write(group.folders["cpu"] / "cpu.cfs_period_us", _PERIOD_US)
    _write(group.folders["cpu"] / "cpu.cfs_quota_us", _PERIOD_US)


def _remove(folder: Path, end: float) -> None:
    while True:
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError as error:
            if time.monotonic() > end:
                raise JudgeError(f"{folder} could not be removed: {error}") from error
            time.sleep(0.002)
        else:
            return


def _write(path: Path, value: int | str) -> None:
    path.write_text(str(value))


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _number(path: Path) -> int:
    try:
        return int(_text(path))
    except ValueError:
        return 0


def _field(path: Path, name: str) -> int:
    try:
        pairs = (line.split() for line in path.read_text().splitlines())
        return next((int(pair[1]) for pair in pairs if len(pair) == 2 and pair[0] == name), 0)
    except OSError:
        return 0
