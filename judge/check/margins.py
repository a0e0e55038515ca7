"""How far right and wrong programs are apart, per tensor, in shares of the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge.check.bench import FAR, excess
from judge.check.programs import Run
from judge.findings import Finding, Gap
from judge.model import TestResult, Verdict

NEAR = 0.8  # of a budget: what an accepted program may use at most
_WRONG = (Verdict.WRONG_ANSWER, Verdict.WRONG_GRADIENT)


def margins(runs: Sequence[Run]) -> Iterator[Finding]:
    """Right programs that use too much of a budget, and wrong ones that exceed none by far."""
    for program, (share, tensor) in sorted(_right(runs).items()):
        if share > NEAR:
            text = f"uses {share:.0%} of the budget of {tensor}; at most {NEAR:.0%} leaves room for other machines"
            yield Finding(kind="margin", subject=program, message=text)
    for program, (share, tensor) in sorted(_wrong(runs).items()):
        if share < FAR:
            text = f"is only {share:.2g} times the budget off in its worst tensor, {tensor}; add inputs that show it"
            yield Finding(kind="margin", subject=program, message=text)


def gaps(runs: Sequence[Run]) -> tuple[Gap, ...]:
    """A row for each tensor: the worst right program, and the least wrong one among those it is the worst tensor of."""
    right: dict[str, tuple[float, str]] = {}
    for one in runs:
        if one.due is Verdict.ACCEPTED and one.right():
            for margin in (margin for test in one.report.tests for margin in test.margins):
                right[margin.tensor] = max(right.get(margin.tensor, (0.0, "")), (margin.budget_used, one.program))
    wrong: dict[str, tuple[float, str]] = {}
    for program, (share, tensor) in _wrong(runs).items():
        if tensor:
            wrong[tensor] = min(wrong.get(tensor, (share, program)), (share, program))
    return tuple(
        Gap(
            tensor=tensor,
            right=right.get(tensor, (0.0, ""))[0],
            right_program=right.get(tensor, (0.0, ""))[1],
            wrong=wrong[tensor][0] if tensor in wrong else None,
            wrong_program=wrong[tensor][1] if tensor in wrong else "",
        )
        for tensor in sorted(right.keys() | wrong.keys())
    )


def _right(runs: Sequence[Run]) -> dict[str, tuple[float, str]]:
    """The largest share of a budget that each accepted program used under any seed, and of which tensor."""
    found: dict[str, tuple[float, str]] = {}
    for one in runs:
        if one.due is Verdict.ACCEPTED and one.right():
            for margin in (margin for test in one.report.tests for margin in test.margins):
                found[one.program] = max(found.get(one.program, (0.0, "")), (margin.budget_used, margin.tensor))
    return found


def _wrong(runs: Sequence[Run]) -> dict[str, tuple[float, str]]:
    """How far each wrong program is beyond a budget where it is farthest, under its luckiest seed, and where."""
    found: dict[str, tuple[float, str]] = {}
    for one in runs:
        if one.due in _WRONG and one.right():
            worst = max((_farthest(test) for test in one.report.tests), default=(0.0, ""))
            found[one.program] = min(found.get(one.program, worst), worst)
    return found


def _farthest(test: TestResult) -> tuple[float, str]:
    shares = [(one.budget_used, one.tensor) for one in test.mismatches if one.budget_used is not None]
    return max(shares, default=(excess(test), "")) if excess(test) < float("inf") else (float("inf"), "")
