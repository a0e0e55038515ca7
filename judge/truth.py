"""The reference and the challenge's second implementation, live in a sandbox of their own. Faults here are ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from judge import wire
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Engine, Spec
from judge.errors import JudgeError
from judge.model import Challenge
from judge.talk import Conversation
from judge.wire import Value


class Reference:
    """Two loaded programs, "reference" and "second", in one sandbox that runs no candidate code."""

    PROGRAMS = ("reference", "second")

    def __init__(self, engine: Engine, spec: Spec, challenge: Challenge, probe: bytes) -> None:
        self._limits = spec.limits
        self._names: dict[Any, Any] = {}
        self._sandbox = engine.start(spec)
        try:
            self._talk = Conversation(self._sandbox, wire.Caps())
            self._hello()
            sources = (challenge.reference, challenge.folder / challenge.tolerance.second)
            for program, path in zip(self.PROGRAMS, sources, strict=True):
                fields: dict[str, Value] = {"source": path.read_bytes(), "filename": path.name}
                frameworks: list[Value] = [*challenge.framework]
                entries: list[Value] = [*challenge.entry_points]
                loaded = self.ask("load", program=program, frameworks=frameworks, entry_points=entries, **fields)
                if program == "reference" and isinstance(loaded, dict):
                    self._names = cast("dict[Any, Any]", loaded["names"])
                if probe:
                    self.ask("load_probe", program=program, source=probe)
        except BaseException:
            self._sandbox.close()
            raise

    def argument_name(self, entry: str, path: str) -> str:
        """What the reference calls the argument at a path such as "args[1]" or "args[1][0]"."""
        names = self._names.get(entry, ())
        for index, name in enumerate(names):
            if path.startswith(f"args[{index}]"):
                return f"{name}{path.removeprefix(f'args[{index}]')}"
        return path

    def _hello(self) -> None:
        try:
            self._talk.hello()
        except (ChannelLost, DeadlinePassed, wire.WireError) as error:
            raise JudgeError(f"the reference's sandbox did not start: {self._sandbox.death().message}") from error

    def ask(self, op: str, **fields: Value) -> Value:
        """One request to the reference's sandbox; any fault is a JudgeError."""
        return self.timed_ask(op, **fields)[0]

    def timed_ask(self, op: str, **fields: Value) -> tuple[Value, float]:
        """`ask`, with the seconds from the first byte sent to the last received."""
        try:
            # Fifteen runs share one request, so the time of one call is granted for each.
            answer, seconds = self._talk.ask({"op": op, **fields}, Deadline.after(20 * self._limits.wall_s))
        except (ChannelLost, DeadlinePassed, wire.WireError) as error:
            raise JudgeError(f"the reference failed: {self._sandbox.death().message or error}") from error
        return _trusted(answer), seconds

    def many(self, requests: Sequence[dict[str, Value]]) -> list[Value]:
        """Several requests in one frame; their values in order."""
        answers = self.ask("many", requests=cast("list[Value]", list(requests)))
        if not isinstance(answers, list) or len(answers) != len(requests):
            raise JudgeError("the reference answered something else than was asked")
        return [_trusted(answer) for answer in answers]

    def close(self) -> None:
        """Ends the sandbox."""
        self._sandbox.close()


def _trusted(answer: Any) -> Value:
    if isinstance(answer, dict) and answer.get("ok"):
        value: Value = answer.get("value")
        return value
    error = answer.get("error") if isinstance(answer, dict) else None
    text = error.get("text") if isinstance(error, dict) else answer
    raise JudgeError(f"the reference raised:\n{text}")
