"""What hidden tests are written with: one call that runs in the candidate and in the reference, and is compared.

A call returns the candidate's outputs as numpy arrays, after their form has been checked; what differs raises
`TestFailed`. Outputs are committed before the cotangents of the gradients are drawn and sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np

from judge import gradients, guards
from judge.backward import Backward, Taped
from judge.errors import JudgeError
from judge.model import Challenge, Verdict
from judge.record import Record, TestFailed, first_is_single
from judge.referee import Referee
from judge.replicas import Live, Replicas, to_numpy, to_wire
from judge.rng import Rng
from judge.session import Candidate
from judge.talk import CandidateRaised
from judge.wire import FLOATING, Array, Opaque, Value


class Comparer:
    """Calls entry points in both programs. `values=False` as a default compares only the form of the outputs."""

    def __init__(
        self,
        challenge: Challenge,
        candidate: Candidate,
        replicas: Replicas,
        rng: Rng,
        record: Record,
        values: bool = True,
    ) -> None:
        self._challenge = challenge
        self._candidate = candidate
        self.replicas = replicas
        self._rng = rng
        self._referee = Referee(challenge.tolerance.preset, replicas, record)
        self._backward = Backward(candidate, self._referee, rng)
        self._values = values
        self._numbers = 0
        self._training: dict[int, bool] = {}  # of live objects, where it was said

    def __call__(self, entry: str, *args: Any, **options: Any) -> Any:
        """Calls a function; options are those of `call`, everything else goes to the entry point."""
        return self.call({"function": entry}, args, options, entry)

    def probe(self, name: str, *args: Any, **options: Any) -> Any:
        """Calls a function of the challenge's probe.py in both programs."""
        return self.call({"probe": name}, args, options)

    def file(self, name: str, data: bytes) -> str:
        """Writes a file that both programs can read; returns its path there. The name is relative, without "..".

        Raises:
            JudgeError: the name is none of that kind.
        """
        if name.startswith("/") or ".." in name.split("/"):
            raise JudgeError(f"{name!r} is no name of a file below the sandbox's working folder")
        self._candidate.ask("file", name=name, data=data)
        self.replicas.reference.ask("file", name=name, data=data)
        return f"/tmp/work/{name}"  # noqa: S108  (the sandbox's own)

    def new(self, entry: str, *args: Any, state: dict[str, Any] | None = None, **kwargs: Any) -> Pair:
        """Constructs an object in both programs and sets the reference's parameters and buffers in both.

        Values are drawn around those that the reference starts with; `state` gives some of them by name.
        """
        live, seed = Live(self.number()), self._rng.call_seed()
        fields = {"entry": entry, "args": lives(args), "kwargs": lives(kwargs), "seed": seed}
        self.replicas.ask("new", live.number, fields)
        given = {name: to_wire(one) for name, one in {**self._drawn_state(live), **(state or {})}.items()}
        if given:
            self.replicas.ask("set_state", live.number, {"handle": live, "state": given})
        answer, names = self._construct(live, fields, given)
        _check_state(answer, given, names)
        return Pair(self, live, entry)

    def _construct(self, live: Live, fields: dict[str, Any], state: dict[str, Any]) -> tuple[Value, Value]:
        """The candidate's answer to being constructed and given the state, and the names of its own to be told.

        Names may be told only where they were chosen before any hidden value was seen: then it takes two requests.
        """
        sent: dict[str, Any] = {"number": live.number, "dtype": "float32", **to_wire(fields)}  # type: ignore[dict-item]
        if self._candidate.has_seen_inputs:
            return self._candidate.ask("new", state=to_wire(state), **sent), None
        first = self._candidate.ask("new", state={}, **sent)
        names = first.get("present") if isinstance(first, dict) else None
        return self._candidate.ask("set_state", handle=to_wire(live), state=to_wire(state)), names

    def raises(self, entry: str, *args: Any, errors: Sequence[str], **kwargs: Any) -> None:
        """The entry point must raise one of these exceptions, named by type."""
        fields = to_wire({"args": args, "kwargs": kwargs, "seed": self._rng.call_seed()})
        due = " or ".join(errors)
        try:
            self._candidate.ask("call", function=entry, number=self.number(), **fields)  # type: ignore[arg-type]
        except CandidateRaised as raised:
            if raised.type_name in errors:
                return
            message = f"{entry} raised {raised.type_name} where {due} is due"
            raise TestFailed(Verdict.WRONG_ANSWER, message) from None
        raise TestFailed(Verdict.WRONG_ANSWER, f"{entry} raised nothing where {due} is due")

    def call(self, target: dict[str, Any], args: tuple[Any, ...], options: dict[str, Any], entry: str = "") -> Any:
        """One compared call. Options: gradients, values, verdict, mutates, guards; the rest are keyword arguments.

        `entry` is the entry point whose argument names messages use.
        """
        order = _order(options.pop("gradients", False))
        values = options.pop("values", self._values)
        verdict = Verdict(options.pop("verdict", Verdict.WRONG_ANSWER))
        mutates = tuple(options.pop("mutates", ()))
        wanted = guards.checked(options.pop("guards", ()))
        self._refuse_other_frameworks(order, wanted)
        number = self.number()
        plain = {"args": lives(args), "kwargs": lives(options), "seed": self._rng.call_seed(), **target}
        fields: dict[str, Any] = {name: to_wire(one) for name, one in plain.items()}
        fields |= {"gradients": order > 0 or "differentiable" in wanted, "guard": bool(wanted)}
        answer = self._ask("call", number, fields, check_arguments=True)
        value, changed = _call_answer(answer)
        replies = self.replicas.ask("call", number, fields)
        named = partial(self.replicas.reference.argument_name, entry)
        known = gradients.arguments(fields)
        guards.refuse_changes([path for path in changed if path in known], mutates, named)
        self._referee.dtype = gradients.working_dtype(known) if "function" in target else "float32"
        samples = self._referee.samples(replies, "output", lambda reply: _call_answer(reply)[0])
        if samples.truth is None or _is_itself(samples.truth, target):
            if target.get("method") in ("train", "eval"):
                self._training[target["handle"].number] = target["method"] == "train" and args != (False,)
            return None  # called for its effect: train(), step(), ...
        shapes = [array.shape for array in known.values()]
        live = target.get("handle")
        self._referee.situation = self._training.get(live.number) if live else None, first_is_single(shapes)
        self._referee.judge(value, samples, verdict, values=values, sizes=[size for shape in shapes for size in shape])
        again = partial(self._ask, "call", number, {**fields, "gradients": False})
        guards.keep(wanted, answer, replies[0], again, named)
        if order:
            by_hand = f"{entry or target.get('method') or target.get('probe')}_backward"
            self._backward.compare(Taped(number, known, named, by_hand), samples.truth, order)
        return to_numpy(value)

    def has_only_torch(self) -> bool:
        """Whether torch is the only framework that a candidate may use."""
        return self._challenge.framework == ("torch",)

    def _refuse_other_frameworks(self, order: int, wanted: Sequence[str]) -> None:
        if (order > 1 or "differentiable" in wanted) and not self.has_only_torch():
            text = "gradients=2 and the guard 'differentiable' need autograd"
            raise JudgeError(f"{text}: use them where torch is the only framework of the challenge")

    def _ask(self, op: str, number: int, fields: dict[str, Any], **more: Value) -> Value:
        """The candidate's answer. Where it raised, the reference shows first that the call can be made at all."""
        try:
            return self._candidate.ask(op, number=number, **to_wire(fields), **more)  # type: ignore[arg-type]
        except CandidateRaised:
            self.replicas.ask(op, number, fields)
            raise

    def compare_state(self, live: Live, names: Sequence[str] | None) -> None:
        """Compares the contracted state of an object now, or some names of it."""
        replies = self.replicas.ask("state", live.number, {"handle": live})
        found = self._candidate.ask("state", handle=to_wire(live))
        self._referee.dtype = "float32"
        samples = self._referee.samples(replies, f"state {names}", lambda reply: _some(reply, names))
        self._referee.judge(found, samples, Verdict.WRONG_ANSWER, name="state", extra_names=True)

    def set_state(self, live: Live, state: dict[str, Any]) -> None:
        """Sets parameters and buffers in both programs; a name that the candidate lacks is its fault."""
        given: dict[str, Any] = {name: to_wire(one) for name, one in state.items()}
        self.replicas.ask("set_state", live.number, {"handle": live, "state": given})
        _check_state(self._candidate.ask("set_state", handle=to_wire(live), state=cast("Value", given)), given)

    def number(self) -> int:
        """A number that no object or tape of this test has yet."""
        self._numbers += 1
        return self._numbers

    def _drawn_state(self, live: Live) -> dict[str, Any]:
        """Each floating value times a number in [0.5, 1.5], plus noise as wide as a layer's usual initial weights."""
        present = self.replicas.ask("state", live.number, {"handle": live})[0]
        drawn = {}
        for name, array in present.items() if isinstance(present, dict) else ():
            if isinstance(array, Array) and array.dtype in FLOATING:
                values = array.numpy().astype(np.float32)
                noise = self._rng.normal(values.shape, scale=1 / np.sqrt(max(np.prod(values.shape[1:]), 4.0)))
                variance = "var" in str(name)  # must stay positive
                drawn[str(name)] = values * self._rng.uniform(values.shape, 0.5, 1.5) + (0 if variance else noise)
        return drawn


@dataclass(frozen=True)
class Pair:
    """An object that lives in both programs; calling it, or a method of it, is a compared call."""

    _comparer: Comparer
    live: Live
    entry: str

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Calls the object itself (a module's forward)."""
        return self._comparer.call({"handle": self.live}, args, options, self.entry)

    def __getattr__(self, method: str) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            result = self._comparer.call({"handle": self.live, "method": method}, args, options)
            return self if result is None else result

        return call

    def compare_state(self, names: Sequence[str] | None = None) -> None:
        """Compares the contracted parameters and buffers as they are now."""
        self._comparer.compare_state(self.live, names)

    def set_state(self, state: dict[str, Any]) -> None:
        """Sets parameters and buffers by name, in both programs."""
        self._comparer.set_state(self.live, state)


def lives(value: Any) -> Any:
    """The arguments of a test with its pairs as what names them in every program."""
    if isinstance(value, Pair):
        return value.live
    if isinstance(value, list | tuple):
        return type(value)(lives(item) for item in value)
    if isinstance(value, dict):
        return {key: lives(item) for key, item in value.items()}
    return value


def _order(wanted: Any) -> int:
    """The order of the gradients that a test asks for; raises JudgeError where there is none of it."""
    if wanted not in (0, 1, 2):
        raise JudgeError(f"gradients={wanted!r}: write True for gradients, 2 for those of second order too")
    return int(wanted)


def _some(tree: Value, names: Sequence[str] | None) -> Value:
    return {name: tree[name] for name in names} if names is not None and isinstance(tree, dict) else tree


def _call_answer(answer: Value) -> tuple[Value, list[str]]:
    if not isinstance(answer, dict) or "value" not in answer:
        return Opaque("nothing"), []
    changed = answer.get("changed")
    return answer["value"], [str(path) for path in changed] if isinstance(changed, list) else []


def _is_itself(truth: Value, target: dict[str, Any]) -> bool:
    """Whether a method returned an object of its own file, as train() does; raises JudgeError for other objects."""
    if not isinstance(truth, Opaque):
        return False
    if "method" not in target or not truth.type_name.startswith("reference."):
        raise JudgeError(f"the reference returned an object ({truth.type_name}); return arrays, numbers or None")
    return True


def _check_state(answer: Value, state: dict[str, Any], names: Value = None) -> None:
    """Raises TestFailed where the object lacks one of the names that were set; `names` are those that it has."""
    fields = answer if isinstance(answer, dict) else {}
    missing, reshaped = fields.get("missing"), fields.get("reshaped")
    absent = [name for name in state if isinstance(missing, list) and name in missing]
    other = [name for name in state if isinstance(reshaped, dict) and name in reshaped]
    if absent:
        listed = [str(name)[:80] for name in names[:40]] if isinstance(names, list) else None
        have = "" if listed is None else f"; the object has: {', '.join(listed) or 'none'}"
        raise TestFailed(Verdict.WRONG_ANSWER, f"state is missing {', '.join(absent)}{have}")
    if other:
        shapes = ", ".join(f"{name} must have shape {list(state[name].shape)}" for name in other)
        raise TestFailed(Verdict.WRONG_ANSWER, f"state of another shape: {shapes}")
