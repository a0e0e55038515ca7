"""What a call must leave alone: its arguments, and more where a hidden test asks for it (`guards=`).

`settings`, `fresh` and `differentiable` rest on what the runner says, beside candidate code: they teach, and can be
dodged. `repeatable` compares what came back from two equal calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from judge.errors import JudgeError
from judge.model import Mismatch, Verdict
from judge.record import TestFailed
from judge.replicas import arrays
from judge.wire import Value

GUARDS = {
    "repeatable": "two equal calls under one seed give the same bits",
    "fresh": "no output lies in the memory of an argument",
    "settings": "default dtype, number of threads, precision flags are as before the file was run, the seed as set",
    "differentiable": "outputs require a gradient where the reference's do, and arguments still do after the call",
}


def checked(wanted: Sequence[str]) -> tuple[str, ...]:
    """The names of guards that a test asks for; raises JudgeError for one that there is not."""
    for name in wanted:
        if name not in GUARDS:
            raise JudgeError(f"{name!r} is no guard; write some of {', '.join(GUARDS)}")
    return tuple(wanted)


def refuse_changes(changed: list[str], mutates: tuple[Any, ...], named: Callable[[str], str]) -> None:
    """Raises TestFailed where one of the changed arguments, by path, is none of those that may be (`mutates`)."""
    allowed = {f"args[{one}]" if isinstance(one, int) else str(one) for one in mutates}
    found = [path for path in changed if not any(f"{path}[".startswith(f"{one}[") for one in allowed)]
    if found:
        name = named(found[0])
        text = f"{name} was changed in place; work on a copy"
        mismatch = Mismatch(tensor=name, kind="argument_changed", message=text)
        raise TestFailed(Verdict.WRONG_ANSWER, text, (mismatch,))


def keep(
    wanted: Sequence[str], answer: Value, truth: Value, again: Callable[[], Value], named: Callable[[str], str]
) -> None:
    """Raises TestFailed where the call behind `answer` broke one of the guards.

    Args:
        truth: the reference's answer to the same call.
        again: makes the same call in the candidate's program.
        named: what messages call the argument at a path.
    """
    fields = answer if isinstance(answer, dict) else {}
    if "settings" in wanted and _told(answer, "settings"):
        # A name may be one that the program made up, so none is told.
        _fail("the call changed a setting of the whole process: default dtype, threads, precision, gradients or seed")
    if "fresh" in wanted and _told(answer, "shared"):
        _fail("an output lies in the memory of an argument; return a tensor of its own")
    if "differentiable" in wanted:
        kept = _told(answer, "requires_grad")
        for path in [str(one) for one in _told(truth, "requires_grad") if one not in kept][:1]:
            name = f"output{path}" if path[:1] in ("", "[") else named(path)
            _fail(f"{name} requires no gradient after the call, and should", Verdict.WRONG_GRADIENT)
    if "repeatable" in wanted:
        second = again()
        other = second if isinstance(second, dict) else {}
        if _bits(fields.get("value")) != _bits(other.get("value")):
            _fail("two equal calls under one seed gave different results")


def _told(answer: Value, what: str) -> list[Value]:
    found = answer.get(what) if isinstance(answer, dict) else None
    return found if isinstance(found, list) else []


def _bits(value: Value) -> object:
    found = [(path, array.dtype, array.shape, bytes(array.data)) for path, array in arrays(value)]
    return found or repr(value)


def _fail(message: str, verdict: Verdict = Verdict.WRONG_ANSWER) -> None:
    raise TestFailed(verdict, message)
