"""Which hidden tests fail nothing: what counts as a failure, and how far mutants are tried."""

from __future__ import annotations

from typing import Any, cast

import pytest

from judge.check.bench import Bench
from judge.check.idle import Failures, idle
from judge.check.mutants import Mutant
from judge.model import Report, SubmissionIdentity, TestResult, Verdict

OK, WRONG, RAISED, SKIPPED = Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.SKIPPED


def report(*verdicts: Verdict) -> Report:
    """Tests called a, b, c, ... with these verdicts."""
    tests = [
        TestResult(name=f"test-{number}", verdict=one, points=0, max_points=1, detail=f"test_x.py::{'abc'[number]}\n")
        for number, one in enumerate(verdicts)
    ]
    identity = SubmissionIdentity(name="p.py", sha256="")
    return Report(
        challenge=None, submission=identity, verdict=WRONG, reason="", score=0, max_score=1, tests=tuple(tests)
    )


@pytest.mark.parametrize(
    ("reports", "missing"),
    [
        ([report(WRONG, OK, OK)], ["b", "c"]),
        ([report(WRONG, OK, OK), report(OK, Verdict.WRONG_GRADIENT, OK)], ["c"]),
        ([report(WRONG, WRONG, WRONG)], []),
        ([report(OK, RAISED, SKIPPED)], ["a", "c"]),
        ([report(RAISED, RAISED, RAISED)], ["a", "b", "c"]),
        ([], []),
    ],
)
def test_a_test_has_to_fail_something_by_itself(reports: list[Report], missing: list[str]) -> None:
    failures = Failures()
    for one in reports:
        failures.note(one)
    assert failures.missing() == [f"test_x.py::{one}" for one in missing]


def hunted(*reports: Report) -> tuple[list[str], int]:
    """The subjects of the findings, and how many mutants were judged."""
    failures, left = Failures(), list(reports)
    failures.note(report(WRONG, OK, OK))

    class Fake:
        def judge(self, name: str, source: bytes) -> Report:
            return left.pop(0)

    mutants = [Mutant("reference", b"", "", "", "")] * len(reports)
    found = list(idle(failures, cast("Bench", cast("Any", Fake())), mutants, lambda _: None))
    assert all(one.kind == "idle" for one in found)
    return [one.subject for one in found], len(reports) - len(left)


def test_mutants_are_judged_until_every_test_has_failed_one() -> None:
    assert hunted(report(OK, OK, WRONG), report(WRONG, WRONG, OK), report(OK, OK, OK)) == ([], 2)
    assert hunted(report(WRONG, OK, OK), report(OK, OK, WRONG)) == (["b"], 2)
