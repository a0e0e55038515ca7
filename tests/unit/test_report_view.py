"""A candidate's view never holds what the operator's may: searched for in every rendering of it."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from judge.model import Output, Report, SubmissionIdentity, TestResult, Verdict
from judge.report.jsonout import to_json
from judge.report.junit import to_junit
from judge.report.terminal import render
from judge.report.view import candidate_view

CANARY = "canary-7f3a"


def on_terminal(report: Report, *, quiet: bool = False, width: int = 160, colour: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=colour, markup=False, emoji=False, highlight=False, _environ={}
    )
    render(report, console, quiet=quiet)
    return stream.getvalue()


secrets = st.text(max_size=30).map(lambda text: text + CANARY)
maybe = st.none() | secrets
verdicts = st.sampled_from(Verdict)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports of any verdict, with a canary in fields that are the operator's alone."""
    tests = [
        TestResult(
            name=draw(st.just("test-07") | secrets),
            verdict=draw(verdicts),
            points=1,
            max_points=1,
            detail=draw(maybe),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    return Report(
        challenge=None,
        submission=SubmissionIdentity(name="a.py", sha256=""),
        verdict=draw(verdicts),
        reason="a reason",
        score=0,
        max_score=4,
        tests=tuple(tests),
        output=Output(stdout=draw(secrets), stderr=draw(secrets), truncated=draw(st.booleans())),
    )


@given(reports())
def test_no_rendering_of_the_candidates_view_holds_a_canary(report: Report) -> None:
    view = candidate_view(report)
    for rendered in (on_terminal(view), to_json(view), to_junit(view), to_junit(report)):
        assert CANARY not in rendered


@given(reports())
def test_verdicts_and_points_stay(report: Report) -> None:
    view = candidate_view(report)
    assert (view.verdict, view.score, view.reason) == (report.verdict, report.score, report.reason)
    assert [test.verdict for test in view.tests] == [test.verdict for test in report.tests]
    assert view.output.truncated == report.output.truncated
    assert candidate_view(view) == view


def test_opaque_names_stay_and_others_are_numbered(report: Report) -> None:
    named = report.model_copy(
        update={"tests": (report.tests[0], report.tests[1].model_copy(update={"name": "test_large_logits"}))}
    )
    assert [test.name for test in candidate_view(named).tests] == ["test-01", "test-02"]


def test_the_operators_view_holds_everything(report: Report) -> None:
    shown = on_terminal(report)
    for words in ("x = [40.5]", "printed by the program", "warned by the program"):
        assert words in shown
        assert words in to_json(report)
        assert words not in on_terminal(candidate_view(report))
    assert json.loads(to_json(candidate_view(report)))["output"] == {"stdout": "", "stderr": "", "truncated": True}
