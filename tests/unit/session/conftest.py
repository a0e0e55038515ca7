"""A sandbox in memory, an engine that hands out such, and a candidate's program on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from judge import wire
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Death, Spec
from judge.model import Challenge, Limits, Output, Submission, Tolerance, Usage, Verdict
from judge.session import Candidate

Script = Callable[[dict[str, wire.Value]], "bytes | None"]
LOADED = {"framework": "numpy", "missing": []}


def reply(**fields: object) -> bytes:
    return b"".join(bytes(part) for part in wire.pack(wire.REPLY, fields))


HELLO = reply(ok=True, value={"ready": True, "versions": {"python": "3.11.9"}})


class Life:
    """A sandbox in memory: answers each request with what its script returns; None means silence for ever."""

    def __init__(self, script: Script, death: Death, hello: bytes = HELLO) -> None:
        self.script = script
        self.ending = death
        self.requests: list[dict[str, wire.Value]] = []
        self.killed = self.closed = self.stopped = 0
        self.limit: Death | None = None
        self.deadlines: list[float] = []
        self._out = bytearray(hello)
        self._silent = False

    def send(self, parts: Sequence[wire.Buffer], deadline: Deadline) -> None:
        if self.killed:
            raise ChannelLost
        self.deadlines.append(deadline.at - time.monotonic())
        data = memoryview(b"".join(bytes(part) for part in parts))
        position = 0

        def take(size: int) -> memoryview:
            nonlocal position
            position += size
            return data[position - size : position]

        self.requests.append(wire.read(take, wire.REQUEST, wire.Caps()))
        answer = self.script(self.requests[-1])
        self._silent = answer is None
        self._out += answer or b""

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        if len(self._out) < size:
            raise DeadlinePassed if self._silent else ChannelLost
        data = self._out[:size]
        del self._out[:size]
        return data

    def kill(self) -> None:
        self.killed += 1

    def death(self) -> Death:
        return self.ending

    def stop(self) -> Death | None:
        self.stopped += 1
        return self.limit

    def usage(self) -> Usage:
        return Usage(wall_s=1, cpu_s=0.5, memory_peak_mb=100.0 * len(self.requests), processes_peak=2)

    def output(self) -> Output:
        return Output(stdout=f"{len(self.requests)};", stderr="", truncated=False)

    def close(self) -> None:
        self.closed += 1


class FakeEngine:
    """Starts the given lives in turn."""

    name, image = "fake", None
    enforced_by: dict[str, str] = {}  # noqa: RUF012  (as the Protocol has it)

    def __init__(self, *lives: Life) -> None:
        self.waiting = list(lives)
        self.started: list[Life] = []

    def warm(self, spec: Spec) -> None:
        raise AssertionError("not asked for here")

    def cool(self, spec: Spec) -> None:
        raise AssertionError("nothing was warmed here")

    def start(self, spec: Spec) -> Life:
        self.started.append(self.waiting.pop(0))
        return self.started[-1]

    def close(self) -> None:
        raise AssertionError("the engine stays open")


ENDED = Death(Verdict.RUNTIME_ERROR, "the program ended itself with exit status 0 before it answered")


def life(call: bytes | None = b"", load: bytes | None = None, death: Death = ENDED, **more: bytes | None) -> Life:
    """A life that loads and then answers every other operation with `call`; b"" breaks off."""
    answers = {"load": reply(ok=True, value=LOADED) if load is None else load, **more}
    return Life(lambda fields: answers.get(str(fields["op"]), call), death)


def candidate(*lives: Life, probe: bytes = b"", name: str = "pool.py", **limits: float) -> Candidate:
    challenge = Challenge(
        id="pool",
        title="Pool",
        difficulty="easy",
        topics=(),
        seed="tests",
        framework=("torch", "numpy"),
        entry_points=("pool", "unpool"),
        forbidden=("torch.mean", "torch.nn.AvgPool1d"),
        limits=Limits(**limits),
        tolerance=Tolerance(second="unused"),
        folder=Path("/nowhere"),
        reference=Path("/nowhere.py"),
        version="0",
    )
    submission = Submission(name=name, source=b"pool = unpool = abs", sha256="0" * 64)
    return Candidate(FakeEngine(*lives), Spec.of(challenge), challenge, submission, probe)


@pytest.fixture(name="life")
def _life() -> Callable[..., Life]:
    """Makes a life from its answers."""
    return life


@pytest.fixture(name="candidate")
def _candidate() -> Callable[..., Candidate]:
    """Makes the program that has these lives to come; keywords are `probe`, `name` and limits."""
    return candidate


@pytest.fixture(name="silent")
def _silent() -> Life:
    """A life that greets, and then answers nothing."""
    return Life(lambda fields: None, ENDED)


@pytest.fixture(name="broken")
def _broken() -> Callable[[bytes], Life]:
    """Makes a life with a greeting of its own."""
    return lambda hello: Life(lambda fields: None, ENDED, hello)
