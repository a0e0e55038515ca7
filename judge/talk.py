"""The judge's side of the conversation with a sandbox's runner, and what candidate code can do wrong in it."""

from __future__ import annotations

import builtins
import time
import traceback
from typing import Any

from judge import wire
from judge.engines.base import Deadline, Sandbox
from judge.errors import JudgeError
from judge.model import Limits, Verdict
from judge.wire import Value

_HELLO_S = 120.0
_TEXT_LIMIT = 8000
# Python's own exceptions. The runner has a list too, but candidate code can rewrite the runner: a name that it made up
# could spell out a hidden input.
_NAMES = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)
)

# What the sandbox refuses without ending the program. The program tells which it was: that can only be a wrong hint.
_REFUSED = {
    "processes": "processes and threads: {processes} of {processes}, one more was refused",
    "open_files": "open files: {open_files} of {open_files}, one more was refused",
    "tmp_mb": "files: {tmp_mb} of {tmp_mb} MiB, more was refused",
    "tmp_inodes": "files: {tmp_inodes} of {tmp_inodes}, one more was refused",
}


class CandidateFault(Exception):
    """The candidate's program earned a verdict by failing.

    Attributes:
        verdict: what it earned.
        message: for the candidate; holds nothing of the hidden tests and no text that the program made.
        detail: for the operator; may hold anything.
    """

    def __init__(self, verdict: Verdict, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message
        self.detail = detail


class CandidateRaised(CandidateFault):
    """Candidate code raised an exception; `type_name` is one of an allow-list, or "Exception".

    `summary` is the exception's own first line. It may hold hidden inputs once there were any: before that, while the
    file is loaded, the candidate may see it.
    """

    def __init__(self, verdict: Verdict, type_name: str, line: int | None, detail: str, summary: str) -> None:
        place = f" at line {line}" if line else ""
        message = f"raised {type_name}{place}"
        if type_name == "NotImplementedError":
            message = f"not implemented yet: raised NotImplementedError{place}"
        super().__init__(verdict, message, detail)
        self.type_name = type_name
        self.summary = summary


class Conversation:
    """Requests and answers with the runner of one sandbox, each answer checked before it is believed."""

    def __init__(self, sandbox: Sandbox, caps: wire.Caps) -> None:
        self.sandbox = sandbox
        self._caps = caps
        self._last_byte = 0.0

    def hello(self) -> dict[str, str]:
        """The versions that the runner names; raises ChannelLost, DeadlinePassed or WireError."""
        answer = self._read(Deadline.after(_HELLO_S))
        value = answer.get("value")
        if not isinstance(value, dict) or not isinstance(value.get("versions"), dict):
            raise wire.WireError("the runner's first frame is no greeting")
        return {str(name): str(version)[:40] for name, version in value["versions"].items()}  # type: ignore[union-attr]

    def ask(self, fields: dict[str, Value], deadline: Deadline) -> tuple[dict[str, Value], float]:
        """The runner's answer and the seconds from the first byte sent to the last byte received.

        Raises:
            ChannelLost, DeadlinePassed, WireError: there is no answer, or none that can be read.
        """
        try:
            parts = wire.pack(wire.REQUEST, fields)
        except wire.WireError as error:
            raise JudgeError(f"a hidden test passes what cannot be sent: {error}") from error
        first_byte = time.perf_counter()
        self.sandbox.send(parts, deadline)
        answer = self._read(deadline)
        return answer, self._last_byte - first_byte

    def _receive(self, size: int, deadline: Deadline) -> wire.Buffer:
        data = self.sandbox.receive(size, deadline)
        self._last_byte = time.perf_counter()
        return data

    def _read(self, deadline: Deadline) -> dict[str, Value]:
        answer = wire.read(lambda size: self._receive(size, deadline), wire.REPLY, self._caps)
        if not isinstance(answer.get("ok"), bool):
            raise wire.WireError("the answer does not say whether it is one")
        return answer


def raised(error: dict[Any, Any], limits: Limits) -> CandidateFault:
    """The fault that a runner's error field describes; every part of the field may be a lie."""
    text = _text(error.get("text"), _TEXT_LIMIT)
    if error.get("refused_memory") is True:
        message = f"memory: an allocation was refused, {limits.memory_mb} MiB are allowed"
        return CandidateFault(Verdict.MEMORY_LIMIT_EXCEEDED, message, text)
    name, line = _text(error.get("type"), 40), error.get("line")
    place = line if type(line) is int and 0 < line < 10**6 else None
    known = name if name in _NAMES else "Exception"
    fault = CandidateRaised(Verdict.RUNTIME_ERROR, known, place, text, _text(error.get("summary"), 500))
    limit = _REFUSED.get(_text(error.get("refused"), 40))
    if limit is not None:
        fault.message += "; " + limit.format(**limits.model_dump())
    return fault


def _text(value: object, limit: int) -> str:
    return value[:limit] if isinstance(value, str) else ""


def forget(error: BaseException | None) -> None:
    """Empties the frames that an error and its causes passed: pytest keeps them, and they hold what was sent."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__
