"""A machine of which the doctor is told what its sandbox enforces."""

from __future__ import annotations

import pytest

GROUPS = {"memory": "cgroup v2", "cpu": "cgroup v2, watcher", "processes": "cgroup v2"}
POOR = {"memory": "rlimit for each process, watcher for the tree", "cpu": "rlimit", "processes": "rlimit"}
BOTH = {"system_calls": "seccomp", "users": "a user namespace", "kernel": "the host's"}


class Engine:
    """Stands for an engine of a machine that holds this."""

    def __init__(self, held: dict[str, str] | None = None, fault: Exception | None = None) -> None:
        self.name = "bubblewrap"
        self.enforced_by = GROUPS | BOTH if held is None else held
        self._fault = fault
        self.closed = 0

    def start(self, _spec: object) -> Engine:
        if self._fault is not None:
            raise self._fault
        return self

    def close(self) -> None:
        self.closed += 1


def take(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> Engine:
    """Lets that engine be the one that is taken."""
    monkeypatch.setattr("judge.engines.choose", lambda _name, _secret=(), **_options: engine, raising=False)
    return engine
