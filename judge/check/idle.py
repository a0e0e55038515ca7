"""Hidden tests that nothing fails: no wrong program and no mutant. They prove nothing, or their mistake is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from judge.check.bench import Bench, full_name
from judge.check.mutants import Mutant
from judge.check.programs import Say
from judge.findings import Finding
from judge.model import Report, Verdict

_WRONG = (Verdict.WRONG_ANSWER, Verdict.WRONG_GRADIENT)


class Failures:
    """Which hidden tests there are, and which of them failed some wrong program.

    A crash counts only in a program that passes another test: one that crashes everywhere shows nothing of a test.
    """

    def __init__(self) -> None:
        self._tests: set[str] = set()
        self._failed: set[str] = set()

    def note(self, report: Report) -> None:
        """Takes the tests of one wrong program."""
        passes = any(test.verdict is Verdict.ACCEPTED for test in report.tests)
        for test in report.tests:
            self._tests.add(full_name(test))
            if test.verdict in _WRONG or (passes and test.verdict not in (Verdict.ACCEPTED, Verdict.SKIPPED)):
                self._failed.add(full_name(test))

    def missing(self) -> list[str]:
        """The tests that have failed no program so far."""
        return sorted(self._tests - self._failed)


def idle(failures: Failures, bench: Bench, mutants: Iterable[Mutant], say: Say) -> Iterator[Finding]:
    """A finding for each test that fails none of these mutants either.

    The bench runs the missing tests only: so those too that are skipped wherever a test that they depend on fails.
    """
    for number, mutant in enumerate(mutants, start=1):
        if not failures.missing():
            return
        say(f"tests that nothing fails: mutant {number}")
        failures.note(bench.judge("mutant.py", mutant.source))
    for name in failures.missing():
        text = (
            "no wrong program and no mutant fails this test; remove it, or add the wrong program that it is there for"
        )
        yield Finding(kind="idle", subject=name.rpartition("::")[2], message=text)
