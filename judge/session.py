"""The candidate's live program in its sandbox.

Whatever goes wrong once candidate code has run is the candidate's (`CandidateFault`), also a broken channel: otherwise
half a frame would buy a retry.
"""

from __future__ import annotations

import time

from judge import rules, wire
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Death, Engine, Sandbox, Spec
from judge.errors import JudgeError
from judge.model import Challenge, Limits, Output, Submission, Usage, Verdict
from judge.talk import CandidateFault, CandidateRaised, Conversation, raised
from judge.wire import Value

MAX_LIVES = 2
_META_BYTES = 1 << 20  # a description becomes objects of up to 60 times its size before it can be refused
_SETTLED = (Verdict.OUTPUT_LIMIT_EXCEEDED, Verdict.MEMORY_LIMIT_EXCEEDED)


class Candidate:
    """The candidate's program, started again (a few times) after a death so that later tests can run.

    Args:
        total_wall_s: seconds that all calls together may take, where that is less than the limit.
    """

    def __init__(
        self,
        engine: Engine,
        spec: Spec,
        challenge: Challenge,
        submission: Submission,
        probe: bytes,
        total_wall_s: float = float("inf"),
    ) -> None:
        self._engine = engine
        self._spec = spec
        self._challenge = challenge
        self._submission = submission
        self._probe = probe
        self._total_wall_s = min(total_wall_s, spec.limits.total_wall_s)
        self._talk: Conversation | None = None
        self._lives: list[Sandbox] = []
        self._last_fault: CandidateFault | None = None
        self._waited_s = 0.0
        self._afresh = False
        self.has_seen_inputs = False  # in this life: from then on, names that it chooses may be made of hidden values
        self.framework = ""
        self.versions: dict[str, str] = {}
        self.breaches: dict[str, None] = {}
        self.operators: dict[str, None] = {}
        self._operators = rules.operators(challenge.forbidden)

    def ask(self, op: str, **fields: Value) -> Value:
        """Sends one request to the program; starts it first where it is not running.

        Raises:
            CandidateFault: the program raised, died, passed a limit or sent what is no answer.
            JudgeError: the sandbox could not be started.
        """
        return self._request(op, fields)[0]

    def timed_ask(self, op: str, **fields: Value) -> tuple[Value, float]:
        """`ask`, with the seconds from the first byte sent to the last received."""
        return self._request(op, fields)

    def begin_afresh(self) -> None:
        """Lets the program forget its objects and tapes, with the next request: a hidden test begins."""
        self._afresh = True

    def freeze(self, frozen: bool) -> None:
        """Stops the program between timed calls, or lets it go on; nothing where it is not running.

        Raises CandidateFault where its processes cannot be stopped: that is their own doing.
        """
        if self._talk is None:
            return
        try:
            self._talk.sandbox.freeze(frozen)
        except DeadlinePassed:
            raise self._broken("started processes that could not be paused between two timed calls") from None

    def start(self) -> None:
        """Starts a sandbox and loads the file; raises CandidateFault where it does not load."""
        if len(self._lives) >= MAX_LIVES and self._last_fault is not None:
            fault = self._last_fault
            raise CandidateFault(fault.verdict, f"not run: the program had ended {MAX_LIVES} times ({fault.message})")
        sandbox = self._engine.start(self._spec)
        self._lives.append(sandbox)
        self.has_seen_inputs = self._afresh = False
        self._talk = Conversation(sandbox, _caps(self._spec.limits))
        try:
            self.versions = self._talk.hello()
        except (ChannelLost, DeadlinePassed, wire.WireError) as error:
            death = sandbox.death()
            raise JudgeError(f"the sandbox ended before the program was loaded: {death.message}") from error
        self._load()

    def _load(self) -> None:
        challenge = self._challenge
        fields: dict[str, Value] = {
            "source": self._submission.source,
            "filename": _file_name(self._submission.name),
            "frameworks": list(challenge.framework),
            "entry_points": list(challenge.entry_points),
            "forbidden": list(challenge.forbidden),
            "operators": list(dict.fromkeys(self._operators.values())),
        }
        try:
            loaded = self.ask("load", **fields)
        except CandidateRaised as error:
            message = f"the file does not load: {error.summary}"
            raise CandidateFault(Verdict.COMPILE_ERROR, message, error.detail) from None
        missing = loaded.get("missing") if isinstance(loaded, dict) else None
        if not isinstance(loaded, dict) or loaded.get("framework") not in challenge.framework:
            raise self._broken("sent what is no answer to loading the file")
        if missing:
            names = [name for name in challenge.entry_points if isinstance(missing, list) and name in missing]
            raise CandidateFault(Verdict.COMPILE_ERROR, f"the file lacks {', '.join(names)}")
        self.framework = str(loaded["framework"])
        if self._probe:
            self.ask("load_probe", source=self._probe)

    def _request(self, op: str, fields: dict[str, Value]) -> tuple[Value, float]:
        if self._talk is None:
            self.start()
        assert self._talk is not None
        self.has_seen_inputs |= op in ("call", "file", "set_state")
        limits = self._spec.limits
        left = self._total_wall_s - self._waited_s
        begun = time.monotonic()
        request: dict[str, Value] = {"op": op, "program": "submission", "afresh": self._afresh, **fields}
        self._afresh = False
        try:
            deadline = Deadline.after(min(limits.wall_s, left))
            answer, seconds = self._talk.ask(request, deadline)
        except ChannelLost:
            raise self._died(self._talk.sandbox.death()) from None
        except DeadlinePassed:
            raise self._too_long(self._talk.sandbox, left) from None
        except wire.CapPassed as error:
            raise self._broken(str(error), Verdict.OUTPUT_LIMIT_EXCEEDED) from None
        except wire.WireError:
            raise self._broken("sent what is no answer") from None
        finally:
            self._waited_s += time.monotonic() - begun
        return self._value(answer), seconds

    def _value(self, answer: dict[str, Value]) -> Value:
        breaches = answer.get("breaches")
        if isinstance(breaches, list) and breaches:
            self._note(breaches)
        if answer["ok"]:
            return answer.get("value")
        error = answer.get("error")
        if not isinstance(error, dict):
            raise self._broken("sent an error that is none")
        raise raised(error, self._spec.limits)

    def _note(self, used: list[Value]) -> None:
        """Keeps what is forbidden of the names that the program's sandbox tells; others are its own inventions."""
        ran = {name: operator for name, operator in self._operators.items() if operator in used}
        self.operators |= dict.fromkeys(ran.values())
        self.breaches |= dict.fromkeys(name for name in self._challenge.forbidden if name in used or name in ran)

    def _too_long(self, sandbox: Sandbox, left: float) -> CandidateFault:
        sandbox.kill()
        death = sandbox.death()
        if death.verdict in _SETTLED:
            return self._died(death)
        limits = self._spec.limits
        text = f"wall time: {limits.wall_s:g} of {limits.wall_s:g} s in one call, killed"
        if left <= limits.wall_s:
            text = f"wall time: {self._total_wall_s:g} of {self._total_wall_s:g} s for the whole submission, killed"
        return self._died(Death(Verdict.TIME_LIMIT_EXCEEDED, text))

    def _broken(self, message: str, verdict: Verdict = Verdict.RUNTIME_ERROR) -> CandidateFault:
        assert self._talk is not None
        self._talk.sandbox.kill()
        return self._died(Death(verdict, f"the program {message}" if verdict is Verdict.RUNTIME_ERROR else message))

    def _died(self, death: Death) -> CandidateFault:
        assert self._talk is not None
        self._talk.sandbox.close()
        self._talk = None
        self._last_fault = CandidateFault(death.verdict, death.message)
        return self._last_fault

    def usage(self) -> Usage:
        """Figures of all lives together: times added, peaks the largest."""
        each = [life.usage() for life in self._lives]
        return Usage(
            wall_s=sum(one.wall_s for one in each),
            cpu_s=sum(one.cpu_s for one in each),
            memory_peak_mb=max((one.memory_peak_mb for one in each), default=0.0),
            processes_peak=max((one.processes_peak for one in each), default=0),
        )

    def output(self) -> Output:
        """What all lives printed, in order."""
        each = [life.output() for life in self._lives]
        return Output(
            stdout="".join(one.stdout for one in each),
            stderr="".join(one.stderr for one in each),
            truncated=any(one.truncated for one in each),
        )

    def stop(self) -> CandidateFault | None:
        """Ends the program; what it used and printed is settled, and what it left is still to be removed.

        Returns a limit that was passed without any answer being missed, such as by output after the last call.
        """
        talking, self._talk = self._talk is not None, None
        passed = [life.stop() for life in self._lives][-1:] if talking else []
        for death in passed:
            if death is not None and death.verdict in _SETTLED:
                self._last_fault = CandidateFault(death.verdict, death.message)
                return self._last_fault
        return None

    def close(self) -> None:
        """Ends the program and removes what it left; may be called from any thread."""
        for life in self._lives:
            life.close()
        self._talk = None


def _caps(limits: Limits) -> wire.Caps:
    return wire.Caps(_META_BYTES, limits.returned_mb << 20, limits.returned_arrays)


def _file_name(name: str) -> str:
    """A name for tracebacks: never a path, never empty."""
    return "".join(char if char.isalnum() or char in "._-" else "_" for char in name)[-80:] or "submission.py"
