"""Who may see what. Candidate code can print its inputs, so what it printed or raised is the operator's alone."""

from __future__ import annotations

import re

from judge.model import Output, Report, TestResult

_OPAQUE = re.compile(r"test-\d+(\[\d+\])?", re.ASCII)


def candidate_view(report: Report) -> Report:
    """The report without what could show a hidden input: test names, details, exception text, printed output.

    Verdicts, points, messages, mismatches and hints stay: they are written for the candidate and hold no values.
    """
    tests = tuple(_opaque(number, test) for number, test in enumerate(report.tests, start=1))
    return report.model_copy(update={"tests": tests, "output": Output(truncated=report.output.truncated)})


def _opaque(number: int, test: TestResult) -> TestResult:
    name = test.name if _OPAQUE.fullmatch(test.name) else f"test-{number:02d}"
    return test.model_copy(update={"name": name, "detail": None})
