"""Every engine on this machine, and a program that is live in one of its sandboxes."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from judge import wire
from judge.engines.base import ChannelLost, Deadline, Death, Engine, Sandbox, Spec
from judge.errors import EngineUnavailable
from judge.model import Limits

LIMITS = Limits(cpu_s=20, memory_mb=300, output_kb=64, processes=24, tmp_mb=16, tmp_inodes=200, open_files=64)


def make_docker() -> Engine:
    from judge.engines.docker import Docker

    try:
        return Docker()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_DOCKER") == "1":
            raise
        pytest.skip(f"docker: {reason}")


def make_bubblewrap() -> Engine:
    from judge.engines.bubblewrap import Bubblewrap

    try:
        engine = Bubblewrap()
        engine.warm(Spec(LIMITS, ("numpy",)))
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_BUBBLEWRAP") == "1":
            raise
        pytest.skip(f"bubblewrap: {reason}")
    return engine


MAKERS: dict[str, Callable[[], Engine]] = {"bubblewrap": make_bubblewrap, "docker": make_docker}


@pytest.fixture(
    scope="session", params=["bubblewrap", pytest.param("docker", marks=[pytest.mark.docker, pytest.mark.serial])]
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    found = MAKERS[request.param]()
    yield found
    found.close()


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[Engine]:
    """The docker engine; skips without a daemon."""
    found = make_docker()
    yield found
    found.close()


class Life:
    """One sandbox with a program loaded; functions of the program are called by name."""

    def __init__(self, engine: Engine, spec: Spec) -> None:
        self.sandbox: Sandbox = engine.start(spec)
        self.versions: dict[str, str] = self._read(Deadline.after(20))["versions"]

    def load(self, source: str, seconds: float = 20) -> dict[str, Any]:
        fields = {"filename": "candidate.py", "frameworks": ["numpy"], "entry_points": []}
        return self._ask(seconds, op="load", source=textwrap.dedent(source).encode(), **fields)

    def call(self, function: str, *args: Any, seconds: float = 20) -> Any:
        """What the function returns (numpy arrays as such)."""
        sent = tuple(wire.Array.of(arg) if isinstance(arg, np.ndarray) else arg for arg in args)
        value = self._ask(seconds, op="call", function=function, args=sent, kwargs={}, seed=1)["value"]
        return value.numpy() if isinstance(value, wire.Array) else value

    def dies(self, function: str, *args: Any, seconds: float = 30) -> Death:
        """The death that a call ends in."""
        with pytest.raises(ChannelLost):
            self.call(function, *args, seconds=seconds)
        return self.sandbox.death()

    def _ask(self, seconds: float, **fields: Any) -> dict[str, Any]:
        deadline = Deadline.after(seconds)
        self.sandbox.send(wire.pack(wire.REQUEST, {"program": "submission", **fields}), deadline)
        return self._read(deadline)

    def _read(self, deadline: Deadline) -> dict[str, Any]:
        answer = wire.read(lambda size: self.sandbox.receive(size, deadline), wire.REPLY, wire.Caps())
        assert answer["ok"], answer["error"]["text"]
        return answer["value"]


Start = Callable[..., Life]


@pytest.fixture
def start(engine: Engine) -> Iterator[Start]:
    """Starts a program from its source, under LIMITS with the given changes, without the defences named."""
    yield from lives(engine)


@pytest.fixture
def start_docker(docker_engine: Engine) -> Iterator[Start]:
    """As `start`, in docker only."""
    yield from lives(docker_engine)


def lives(engine: Engine) -> Iterator[Start]:
    started: list[Life] = []

    def begin(
        source: str, frameworks: tuple[str, ...] = ("numpy",), without: tuple[str, ...] = (), **changes: Any
    ) -> Life:
        life = Life(engine, Spec(LIMITS.model_copy(update=changes), frameworks, without=frozenset(without)))
        started.append(life)
        life.load(source)
        return life

    yield begin
    for life in started:
        life.sandbox.close()
