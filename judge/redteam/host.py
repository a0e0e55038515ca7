"""What a run may leave behind on the host."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from judge.engines.tree import descendants

SANDBOX_UID = 0x7000_0000 + os.getpid() if os.geteuid() == 0 else None


class Host:
    """What a run may leave behind, of this test process only: other workers run attacks at the same time."""

    def __init__(self, engine: str) -> None:
        # The docker engine keeps started containers and connections for runs to come.
        self._ignored = {"descriptors", "threads"} if engine == "docker" else set()
        self._before = self._look()

    def check(self) -> None:
        """Waits a little for what is on its way out, then asserts that nothing is left."""
        end = time.monotonic() + 5
        while (left := self._left()) and time.monotonic() < end:
            time.sleep(0.01)
        assert left == {}

    def _left(self) -> dict[str, list[Any]]:
        now = self._look()
        new = {name: now[name] - self._before[name] for name in now if name not in self._ignored}
        found = {name: sorted(left) for name, left in new.items() if left}
        return found | ({"zombies": sorted(now["zombies"])} if now["zombies"] else {})

    def _look(self) -> dict[str, set[Any]]:
        processes = descendants(os.getpid())
        return {
            "processes": set(processes),
            "of the sandbox's user": set(_of_user(SANDBOX_UID)),
            "zombies": {pid for pid in processes if _state(pid) == "Z"},
            "groups": set(_groups()),
            "files": set(_left_files()),
            "descriptors": set(range(len(list(Path("/proc/self/fd").iterdir())))),
            "threads": {thread.name for thread in threading.enumerate()},
        }


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


def _of_user(uid: int | None) -> Iterator[int]:
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and uid is not None and entry.stat().st_uid == uid:
                yield int(entry.name)
        except OSError:
            continue


def _groups() -> list[str]:
    mine = f"judge-{os.getpid()}-"
    return [f"{at}/{name}" for at, names, _ in os.walk("/sys/fs/cgroup") for name in names if name.startswith(mine)]


def _left_files() -> Iterator[str]:
    """Files of the sandbox's user, or named as attacks name theirs, wherever everybody may write."""
    folders = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock"]
    while folders:
        try:
            for entry in os.scandir(folders.pop()):
                status = entry.stat(follow_symlinks=False)
                if status.st_uid == SANDBOX_UID or entry.name.startswith("attack-left"):
                    yield entry.path
                elif entry.is_dir(follow_symlinks=False) and status.st_mode & 0o002:
                    folders.append(entry.path)
        except OSError:
            continue
