"""What a call must leave alone besides its arguments, where a hidden test asks for it (`guards=`).

`settings` and `fresh` rest on what the runner says, beside candidate code: they teach, and can be dodged. `repeatable`
compares what came back from two equal calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from judge.errors import JudgeError
from judge.model import Verdict
from judge.record import TestFailed
from judge.replicas import arrays
from judge.wire import Value

GUARDS = {
    "repeatable": "two equal calls under one seed give the same bits",
    "fresh": "no output lies in the memory of an argument",
    "settings": "default dtype, number of threads, precision flags are as they were before the file was run",
}


def checked(wanted: Sequence[str]) -> tuple[str, ...]:
    """The names of guards that a test asks for; raises JudgeError for one that there is not."""
    for name in wanted:
        if name not in GUARDS:
            raise JudgeError(f"{name!r} is no guard; write some of {', '.join(GUARDS)}")
    return tuple(wanted)


def keep(wanted: Sequence[str], answer: Value, again: Callable[[], Value]) -> None:
    """Raises TestFailed where the call behind `answer` broke one of the guards; `again` makes the same call."""
    fields = answer if isinstance(answer, dict) else {}
    settings, shared = fields.get("settings"), fields.get("shared")
    if "settings" in wanted and isinstance(settings, list) and settings:
        # A name may be one that the program made up, so only how many there are is told.
        _fail("the call changed a setting of the whole process: default dtype, threads, precision or gradients")
    if "fresh" in wanted and isinstance(shared, list) and shared:
        _fail("an output lies in the memory of an argument; return a tensor of its own")
    if "repeatable" in wanted:
        second = again()
        other = second if isinstance(second, dict) else {}
        if _bits(fields.get("value")) != _bits(other.get("value")):
            _fail("two equal calls under one seed gave different results")


def _bits(value: Value) -> object:
    found = [(path, array.dtype, array.shape, bytes(array.data)) for path, array in arrays(value)]
    return found or repr(value)


def _fail(message: str) -> None:
    raise TestFailed(Verdict.WRONG_ANSWER, message)
