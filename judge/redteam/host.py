"""What a run may leave behind on the host, looked at before it and after it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from judge.engines.base import Engine
from judge.engines.forkserver import sandbox_uid
from judge.engines.tree import descendants
from judge.redteam import traces
from judge.redteam.listener import Listener

CONTAINER_UID = 10001  # the user of the docker image
_PATIENCE_S = 5.0
# Post-conditions, in the order in which they are told.
LEFTOVERS = (
    "processes",
    "zombies",
    "containers",
    "control groups",
    "mounts",
    "files",
    "shared memory",
    "keys",
    "locks",
    "descriptors",
    "threads",
)
NETWORK = "network"


class Host:
    """The host as it is before a run; `left` says what is new after it.

    Only what comes from this judge counts, for other judges may work on the same machine meanwhile.

    Args:
        engine: where the sandboxes are started.
        listener: hears what an attack sends.
        identities: names the docker containers that candidate code has run in so far.
    """

    def __init__(self, engine: Engine, listener: Listener, identities: Callable[[], set[str]] = set) -> None:
        self._engine = engine
        self._listener = listener
        self._identities = identities
        self._uid = CONTAINER_UID if engine.name == "docker" else sandbox_uid()
        listener.heard()
        self._before = self._look()

    def left(self) -> dict[str, list[str]]:
        """Post-condition -> what breaks it, after a little patience with what is on its way out."""
        end = time.monotonic() + _PATIENCE_S
        while (found := self._new()) and time.monotonic() < end:
            time.sleep(0.01)
        heard = self._listener.heard()
        return found | ({NETWORK: heard} if heard else {})

    def _new(self) -> dict[str, list[str]]:
        now = self._look()
        new = {name: now[name] if name == "zombies" else now[name] - self._before[name] for name in LEFTOVERS}
        return {name: sorted(map(str, found)) for name, found in new.items() if found}

    def _look(self) -> dict[str, set[Any]]:
        processes, identities = descendants(os.getpid()), self._identities()
        docker = self._engine.name == "docker"
        # Where the judge is not root, its sandboxes' user is its own, and much else belongs to that.
        theirs = self._uid if self._uid != os.geteuid() else None
        return {
            "processes": {*processes, *(() if docker else traces.of_user(theirs))},
            "zombies": {pid for pid in processes if traces.is_zombie(pid)},
            "containers": _containers(identities) if docker else set(),
            "control groups": set(traces.control_groups({f"judge-{os.getpid()}-", *identities})),
            "mounts": set(traces.mounts(identities)),
            "files": set(traces.files(theirs)),
            "shared memory": set(traces.memory_objects({self._uid})),
            # Docker's runtime gives every container a keyring, which the kernel takes away when it likes.
            "keys": set(traces.keys(set() if docker or theirs is None else {theirs})),
            "locks": set(traces.locks(processes)),
            # The docker engine keeps started containers and connections for runs to come.
            "descriptors": set() if docker else set(range(len(list(Path("/proc/self/fd").iterdir())))),
            "threads": set() if docker else {thread.name for thread in threading.enumerate()},
        }


def _containers(identities: set[str]) -> set[str]:
    """Those of the containers that the daemon still knows, running or not."""
    from contextlib import closing

    from judge.engines.daemon import connect
    from judge.engines.owner import OWNER_LABEL

    with closing(connect(timeout_s=30)) as client:
        known = client.api.containers(all=True, filters={"label": OWNER_LABEL})
        return {str(one["Id"]) for one in known} & identities
