"""One challenge under one seed: programs are judged one after the other, against answers that they share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from judge.engines.base import Engine
from judge.model import Challenge, Report, Submission, TestResult, Verdict
from judge.pipeline import Grader, Options
from judge.replicas import Observe
from judge.rng import fresh_seed

FAR = 4.0  # how far beyond a budget a wrong program has to be at least


class Bench:
    """Judges sources; made by `bench`."""

    def __init__(self, grader: Grader, seed: str) -> None:
        self._grader = grader
        self.seed = seed

    def judge(self, name: str, source: bytes) -> Report:
        """The report of one source; raises JudgeError where the challenge itself is broken."""
        return self._grader.judge(Submission(name=name, source=source, sha256=hashlib.sha256(source).hexdigest()))


@contextmanager
def bench(
    challenge: Challenge,
    engine: Engine,
    *,
    runtime: bool = False,
    hasty: bool = False,
    observe: Observe | None = None,
    seed: str | None = None,
    only: frozenset[str] = frozenset(),
) -> Iterator[Bench]:
    """A bench under a fresh seed, or a given one.

    `hasty`: a program that failed far enough is not judged further; `only`: the hidden tests to run, as `full_name`
    calls them, whatever they depend on; empty for all.
    """
    given = seed or fresh_seed()
    settled = is_settled if hasty else lambda _: False
    options = Options(given, runtime, settled=settled, observe=observe, diagnose=False, only=only)
    grader = Grader(challenge, engine, options, one_seed=True)
    try:
        yield Bench(grader, given)
    finally:
        grader.close()


def roomy(challenge: Challenge) -> Challenge:
    """The same with far limits and nothing forbidden: for programs that are examined, not graded."""
    given = challenge.limits
    more = {name: 5 * getattr(given, name) for name in ("wall_s", "total_wall_s", "cpu_s", "memory_mb")}
    return challenge.model_copy(update={"forbidden": (), "limits": given.model_copy(update=more)})


def excess(result: TestResult) -> float:
    """How many times the budget a failed test found; infinite where it failed for anything but a budget; else 0."""
    if result.verdict in (Verdict.ACCEPTED, Verdict.SKIPPED):
        return 0.0
    shares = [float("inf") if one.budget_used is None else one.budget_used for one in result.mismatches]
    return max(shares, default=float("inf"))


def is_settled(result: TestResult) -> bool:
    """Whether this test alone proves that the program is wrong, with room."""
    return excess(result) >= FAR


def full_name(result: TestResult) -> str:
    """What pytest calls the hidden test, such as `test_attention.py::test_outputs[shape0]`."""
    return (result.detail or "").partition("\n")[0]


def test_name(result: TestResult) -> str:
    """The hidden test's own name with its parameters, such as `test_outputs[shape0]`."""
    return full_name(result).rpartition("::")[2]
