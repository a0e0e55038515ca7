"""The values are frozen, refuse unknown fields, and a report is valid JSON whatever numbers it holds."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from judge.model import (
    Limits,
    Margin,
    Mismatch,
    Report,
    Submission,
    SubmissionIdentity,
    TestResult,
    Verdict,
)
from judge.report.jsonout import to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def strict_json(made: Report) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(to_json(made))
    return plain


def report(**changes: object) -> Report:
    fields = {
        "challenge": None,
        "submission": SubmissionIdentity(name="a.py", sha256="0" * 64),
        "verdict": Verdict.ACCEPTED,
        "reason": "All 2 tests passed.",
        "score": 2,
        "max_score": 2,
    }
    return Report.model_validate(fields | changes)


def mismatches() -> st.SearchStrategy[Mismatch]:
    return st.builds(
        Mismatch,
        tensor=TEXT,
        kind=st.sampled_from(["structure", "dtype", "shape", "non_finite", "value", "argument_changed"]),
        message=TEXT,
        budget_used=st.none() | st.floats(),
        worst_index=st.none() | st.lists(st.integers(0, 9)).map(tuple),
        gradient=st.booleans(),
    )


def results() -> st.SearchStrategy[TestResult]:
    points = st.floats(0, 1e6)
    return st.builds(
        TestResult,
        name=TEXT,
        verdict=st.sampled_from(Verdict),
        points=points,
        max_points=points,
        message=TEXT,
        mismatches=st.lists(mismatches(), max_size=3).map(tuple),
        budget_used=st.none() | st.floats(0, allow_nan=False),
        wall_s=points,
        detail=st.none() | TEXT,
    )


@given(st.lists(results(), max_size=4))
def test_a_report_is_strict_json_and_comes_back(tests: list[TestResult]) -> None:
    plain = strict_json(report(tests=tests))
    text = json.dumps(plain, allow_nan=False)
    assert strict_json(Report.model_validate_json(text)) == plain


@pytest.mark.parametrize("number", [math.inf, math.nan, -math.inf])
def test_infinity_becomes_null(number: float) -> None:
    found = Mismatch(tensor="output", kind="value", message="far off", budget_used=number)
    test = TestResult(name="t", verdict=Verdict.WRONG_ANSWER, points=0, max_points=1, mismatches=(found,))
    assert strict_json(report(tests=[test]))["tests"][0]["mismatches"][0]["budget_used"] is None


def test_values_cannot_be_changed() -> None:
    limits = Limits()
    with pytest.raises(ValidationError, match="frozen"):
        limits.memory_mb = 1  # type: ignore[misc]


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(ValidationError, match="memory_gb"):
        Limits.model_validate({"memory_gb": 1})
    with pytest.raises(ValidationError, match="verdicts"):
        report(verdicts=["accepted"])


@pytest.mark.parametrize("field", [name for name in Limits.model_fields if name not in ("gpu", "loopback")])
@pytest.mark.parametrize("value", [0, -1, math.nan])
def test_no_limit_may_be_zero_negative_or_nan(field: str, value: float) -> None:
    with pytest.raises(ValidationError):
        Limits.model_validate({field: value})


@pytest.mark.parametrize("used", [-0.5, math.nan])
def test_a_margin_is_a_share(used: float) -> None:
    with pytest.raises(ValidationError):
        Margin(tensor="output", budget_used=used)


def test_the_source_stays_out_of_reports_and_logs() -> None:
    submission = Submission(name="a.py", source=b"the candidate's own words", sha256="0" * 64)
    assert "own words" not in repr(submission)
    assert "own words" not in submission.model_dump_json()


def test_an_unknown_verdict_is_an_error() -> None:
    with pytest.raises(ValidationError):
        report(verdict="passed")
