"""Marks containers with the judge that made them, so that a later judge removes those whose judge is dead."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

import docker
from docker.errors import APIError

OWNER_LABEL = "judge.owner"
RUN_LABEL = "judge.run"
# A container of another machine or of a time before a reboot is only removed when it has long ended.
FOREIGN_AGE_S = 3600


def labels() -> dict[str, str]:
    """The labels of one new container of this process."""
    return {OWNER_LABEL: _owner(os.getpid()), RUN_LABEL: uuid.uuid4().hex}


def sweep(client: docker.DockerClient) -> int:
    """Removes the containers whose judge is dead; returns how many."""
    removed = 0
    for found in client.api.containers(all=True, filters={"label": OWNER_LABEL}):
        running = found.get("State") == "running"
        if is_left_over(found["Labels"][OWNER_LABEL], running, time.time() - float(found["Created"])):
            with suppress(APIError):  # another judge may be sweeping too
                client.api.remove_container(found["Id"], force=True, v=True)
                removed += 1
    return removed


def is_left_over(owner: str, running: bool, age_s: float) -> bool:
    """Whether a container with this owner label is of no use to anyone any more."""
    place, _, process = owner.rpartition("/")
    if place != _place():
        return not running and age_s > FOREIGN_AGE_S
    pid = process.partition("-")[0]
    return not pid.isdigit() or owner != _owner(int(pid))


def _owner(pid: int) -> str:
    """A process as no other process at any time is named: where it runs, its number, when it started."""
    started = ""
    with suppress(OSError, IndexError):
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    return f"{_place()}/{pid}-{started}"


def _place() -> str:
    """This boot of this machine and this process namespace: within it, a process number means something."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
