"""One call at several magnitudes and dtypes of its inputs: where does the budget no longer hold?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from judge.comparer import Comparer
from judge.errors import JudgeError
from judge.model import SweepPoint, Verdict
from judge.record import Record, TestFailed
from judge.replicas import in_dtype

SCALES = (1e-6, 1e-4, 1e-2, 1.0, 1e2, 1e4)
DTYPES = ("float16", "bfloat16", "float32", "float64")


class Sweep:
    """The fixture `sweep`: compares a call once for every dtype and scale, and says at which ones it is wrong."""

    def __init__(self, comparer: Comparer, record: Record) -> None:
        self._comparer = comparer
        self._record = record

    def __call__(
        self,
        call: str | Callable[..., Any],
        make: Callable[[float], tuple[Any, ...]],
        scales: Sequence[float] = SCALES,
        dtypes: Sequence[str] = ("float32",),
        **options: Any,
    ) -> None:
        """Compares `call`, an entry point or a live object, on `make(scale)` in every dtype and for every scale.

        Raises:
            TestFailed: it is wrong at some points; the message names them, from the smallest scale on.
            JudgeError: it cannot be called in these dtypes.
        """
        self._check(call, dtypes)
        faults: list[TestFailed] = []
        points: list[SweepPoint] = []
        for dtype in dtypes:
            for scale in sorted(scales):
                before = len(self._record.margins)
                fault = self._fault(call, in_dtype(make(scale), dtype), dict(options))
                faults += [fault] if fault is not None else []
                points.append(_point(dtype, scale, fault, [one.budget_used for one in self._record.margins[before:]]))
        self._record.sweep += points
        if faults:
            first = faults[0]
            text = f"{_where(points)}: {first.message}"
            raise TestFailed(first.verdict, text, first.mismatches, first.evidence)

    def _check(self, call: object, dtypes: Sequence[str]) -> None:
        if unknown := [one for one in dtypes if one not in DTYPES]:
            raise JudgeError(f"{unknown[0]!r} is no dtype to sweep; write some of {', '.join(DTYPES)}")
        if tuple(dtypes) != ("float32",) and not isinstance(call, str):
            raise JudgeError("an object has parameters of float32: sweep dtypes over functions only")
        if "bfloat16" in dtypes and not self._comparer.has_only_torch():
            raise JudgeError("numpy has no bfloat16: sweep it where torch is the only framework of the challenge")

    def _fault(self, call: str | Callable[..., Any], args: Any, options: dict[str, Any]) -> TestFailed | None:
        try:
            if isinstance(call, str):
                self._comparer(call, *args, **options)
            else:
                call(*args, **options)
        except TestFailed as fault:
            return fault
        return None


def _point(dtype: str, scale: float, fault: TestFailed | None, used: Sequence[float]) -> SweepPoint:
    verdict = Verdict.ACCEPTED
    if fault is not None:
        verdict = fault.verdict
        used = [one.budget_used for one in fault.mismatches if one.budget_used is not None]
    return SweepPoint(dtype=dtype, scale=scale, verdict=verdict, budget_used=max(used, default=None))


def _where(points: Sequence[SweepPoint]) -> str:
    """The scales at which it is wrong and those at which it is right, for each dtype in which any is wrong."""
    several = len({point.dtype for point in points}) > 1
    told = []
    for dtype, group in groupby(points, key=lambda point: point.dtype):
        each = list(group)
        wrong, right = (
            ", ".join(f"{one.scale:g}" for one in each if (one.verdict is Verdict.ACCEPTED) is accepted)
            for accepted in (False, True)
        )
        if wrong:
            told.append(
                f"wrong for {f'{dtype} ' if several else ''}inputs of size {wrong}, right for {right or 'none'}"
            )
    return "; ".join(told)
