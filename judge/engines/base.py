"""The contract of every engine; `tests/engines/test_conformance.py` holds each of them to it.

An engine starts sandboxes. A sandbox is one life of `sandbox/runner.py`: it serves one program and dies. The judge
talks to it over one private channel of bytes (framed by `judge.wire`), reads what it printed apart from that, and
learns from the kernel's own counters what it used and what ended it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from judge.model import Challenge, Limits, Output, Usage, Verdict
from judge.wire import Buffer


class ChannelLost(Exception):
    """The other end closed the channel, or it broke; `Sandbox.death` says why."""


class DeadlinePassed(Exception):
    """The other end did not answer in time."""


@dataclass(frozen=True)
class Deadline:
    """A point on the judge's own monotonic clock."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds left; raises DeadlinePassed when there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        return left


@dataclass(frozen=True)
class Death:
    """Why a sandbox ended: the verdict it earns, in words with the figure reached."""

    verdict: Verdict
    message: str


@dataclass(frozen=True)
class Spec:
    """What a sandbox is started with.

    Attributes:
        limits: what it may use.
        frameworks: modules to have imported when it is ready, such as ("numpy", "torch").
        device: "cpu" or "cuda".
        defences: names of defences that a test switches off, to see an attack succeed; empty in production.
    """

    limits: Limits
    frameworks: tuple[str, ...]
    device: str = "cpu"
    without: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, challenge: Challenge, device: str = "cpu") -> Spec:
        """What the sandboxes of a challenge are started with: its frameworks, and numpy for the wire."""
        return cls(challenge.limits, tuple(dict.fromkeys(("numpy", *challenge.framework, *challenge.preload))), device)


class Sandbox(Protocol):
    """One sandbox, alive from `Engine.start` until `close`."""

    def send(self, parts: Sequence[Buffer], deadline: Deadline) -> None:
        """Writes all parts; raises ChannelLost or DeadlinePassed."""

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        """Exactly `size` bytes; raises ChannelLost or DeadlinePassed.

        Watches the limits while it waits: a sandbox that passes one is killed, and ChannelLost is raised.
        """

    def freeze(self, frozen: bool) -> None:
        """Stops every process of the sandbox, or lets them go on: what is frozen computes nothing off the clock.

        Raises DeadlinePassed where its processes cannot be stopped.
        """

    def kill(self) -> None:
        """Ends every process of the sandbox at once; harmless when it is dead."""

    def death(self) -> Death:
        """Kills what still lives and says what ended it, from the kernel's counters."""

    def usage(self) -> Usage:
        """What was used so far."""

    def output(self) -> Output:
        """What was printed so far, capped and cleaned."""

    def stop(self) -> Death | None:
        """Ends the program without waiting until it is gone; usage and output are final from here on.

        Returns the limit that it passed, such as by printing after its last answer; None where it kept to all.
        """

    def close(self) -> None:
        """Ends the sandbox and removes everything it left on the host; may be called twice, and from any thread."""


class Engine(Protocol):
    """Starts sandboxes of one kind."""

    name: str
    image: str | None
    enforced_by: dict[str, str]

    def warm(self, spec: Spec, count: int = 1) -> None:
        """Begins, without waiting, whatever makes the next `count` calls of `start(spec)` fast."""

    def start(self, spec: Spec) -> Sandbox:
        """A sandbox whose runner is ready for its first request; raises EngineUnavailable or JudgeError."""

    def cool(self, spec: Spec) -> None:
        """Ends what `warm` began for this spec and no start took."""

    def close(self) -> None:
        """Ends every sandbox and every helper; may be called twice."""
