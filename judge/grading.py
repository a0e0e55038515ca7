"""Turns test results into a verdict, a score and one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from judge.model import Aspect, AspectScore, TestResult, Verdict

# Worst first. The verdict of a submission is the worst of its tests' verdicts.
PRECEDENCE = (
    Verdict.JUDGE_ERROR,
    Verdict.COMPILE_ERROR,
    Verdict.RULE_VIOLATION,
    Verdict.RUNTIME_ERROR,
    Verdict.OUTPUT_LIMIT_EXCEEDED,
    Verdict.MEMORY_LIMIT_EXCEEDED,
    Verdict.TIME_LIMIT_EXCEEDED,
    Verdict.WRONG_ANSWER,
    Verdict.WRONG_GRADIENT,
    Verdict.TOO_SLOW,
    Verdict.ACCEPTED,
)

LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class Grade:
    """What a submission earned: verdict, one sentence for the candidate, points and the points there were."""

    verdict: Verdict
    reason: str
    score: float
    max_score: float
    aspects: tuple[AspectScore, ...] = ()


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst verdict by `PRECEDENCE`; accepted only if every one is.

    A skipped test proves nothing: it leaves the verdict to the test it depends on. Where no such failure is to be seen
    (none at all, all skipped, or accepted and skipped only) the judge did not do its work: `judge_error`.
    """
    found = set(verdicts)
    graded = min(found - {Verdict.SKIPPED}, key=PRECEDENCE.index, default=Verdict.JUDGE_ERROR)
    if graded is Verdict.ACCEPTED and Verdict.SKIPPED in found:
        return Verdict.JUDGE_ERROR
    return graded


def grade(results: Sequence[TestResult]) -> Grade:
    """The grade of all the tests that should have run.

    A skipped test earns nothing, and none earns more than its maximum.
    """
    verdict = worst(result.verdict for result in results)
    aspects = tuple(_aspect(name, results) for name in get_args(Aspect) if any(one.aspect == name for one in results))
    score, possible = sum(map(_earned, results)), sum(one.max_points for one in results)
    return Grade(verdict, _reason(verdict, results), float(score), float(possible), aspects)


def _earned(one: TestResult) -> float:
    return 0.0 if one.verdict is Verdict.SKIPPED else min(one.points, one.max_points)


def _aspect(name: Aspect, results: Sequence[TestResult]) -> AspectScore:
    chosen = [one for one in results if one.aspect == name]
    possible = sum(one.max_points for one in chosen)
    return AspectScore(aspect=name, points=sum(map(_earned, chosen)), max_points=possible)


def _reason(verdict: Verdict, results: Sequence[TestResult]) -> str:
    failed = [one for one in results if one.verdict not in (Verdict.ACCEPTED, Verdict.SKIPPED)]
    skipped = sum(one.verdict is Verdict.SKIPPED for one in results)
    if not results:
        return "The judge ran no test, so nothing is known about this program."
    if not failed and skipped:
        return f"The judge ran {len(results) - skipped} of {len(results)} tests, so it cannot say."
    if not failed:
        return "The test passed." if len(results) == 1 else f"All {len(results)} tests passed."
    shown = next(one for one in failed if one.verdict is verdict)
    which = "the first" if shown is failed[0] else "the worst"
    counted = f"{len(failed)} of {len(results)} tests failed" + (f" and {skipped} did not run" if skipped else "")
    return _sentence(f"{counted}, {which}: {shown.name}", shown)


def _sentence(text: str, shown: TestResult) -> str:
    message = " ".join(shown.message.split()) or shown.verdict.value.replace("_", " ")
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE - 3] + "..."
    return f"{text}: {message}" + ("" if message.endswith((".", "!", "?")) else ".")
