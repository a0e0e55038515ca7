"""The report as JUnit XML: opaque test names, verdicts and messages; no values and nothing that was printed."""

from __future__ import annotations

import io

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from judge.model import Report, TestResult, Verdict
from judge.report.clean import one_line
from judge.report.joblog import harmless
from judge.report.view import candidate_view


def to_junit(report: Report) -> str:
    """An XML document: one case for each hidden test, and one named `verdict` for the submission as a whole.

    The last one is needed because a submission can be rejected (rule_violation, compile_error) with no failing test.
    It shows what a candidate may see, whichever view of the report is given: CI systems publish these files.
    """
    report = candidate_view(report)
    challenge = report.challenge.id if report.challenge else "no-challenge"
    suite = TestSuite(one_line(f"{challenge}: {report.submission.name}"))
    for test in report.tests:
        suite.add_testcase(_case(challenge, test))
    overall = TestCase("verdict", classname=challenge)
    _mark(overall, report.verdict, report.reason)
    suite.add_testcase(overall)
    document = JUnitXml("judge")
    document.add_testsuite(suite)
    stream = io.BytesIO()
    document.write(stream, pretty=True)
    return harmless(stream.getvalue().decode("utf-8"))  # people print these files into a job's log


def _case(challenge: str, test: TestResult) -> TestCase:
    case = TestCase(one_line(test.name), classname=challenge, time=test.wall_s)
    _mark(case, test.verdict, "; ".join([test.message, *(mismatch.message for mismatch in test.mismatches)]))
    return case


def _mark(case: TestCase, verdict: Verdict, message: str) -> None:
    if verdict is Verdict.ACCEPTED:
        return
    kinds = {Verdict.SKIPPED: Skipped, Verdict.JUDGE_ERROR: Error}
    case.result = [kinds.get(verdict, Failure)(one_line(message), str(verdict))]
