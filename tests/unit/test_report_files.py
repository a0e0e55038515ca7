"""JSON that is strict and fits the published schema; JUnit that is XML whatever a candidate wrote."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge import schemas
from judge.model import Identity, Report, SubmissionIdentity, TestResult, Verdict
from judge.report.jsonout import to_json
from judge.report.junit import to_junit
from judge.report.view import candidate_view

VALIDATOR = jsonschema.Draft202012Validator(schemas.load("report"))


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def strict(text: str) -> Any:
    assert text.isascii()
    return json.loads(text, parse_constant=refuse)


def cases(report: Report) -> dict[str, ET.Element]:
    root = ET.fromstring(to_junit(report))
    return {case.attrib["name"]: case for case in root.iter("testcase")}


def test_json_fits_the_schema(report: Report) -> None:
    for view in (report, candidate_view(report)):
        VALIDATOR.validate(strict(to_json(view)))


def test_json_has_the_promised_fields(report: Report) -> None:
    data = strict(to_json(report))
    assert data["schema_version"] == 1
    assert data["challenge"] == {"id": "mean-pool", "version": "ab" * 32}
    assert data["submission"] == {"name": "mean_pool.py", "sha256": "cd" * 32}
    assert data["tests"][1]["mismatches"][0]["worst_index"] == [3, 1]
    assert data["runtime"]["finding"] == "within"


def test_json_comes_back_as_the_same_report(report: Report) -> None:
    assert Report.model_validate_json(to_json(report)) == report


@pytest.mark.parametrize("share", [float("inf"), float("nan")])
def test_json_knows_no_infinity(report: Report, share: float) -> None:
    mismatch = report.tests[1].mismatches[0].model_copy(update={"budget_used": share})
    test = report.tests[1].model_copy(update={"mismatches": (mismatch,), "budget_used": share})
    data = strict(to_json(report.model_copy(update={"tests": (test,)})))
    VALIDATOR.validate(data)
    assert data["tests"][0]["budget_used"] is None


@given(st.text(), st.text(), st.sampled_from(Verdict))
def test_any_text_gives_valid_documents(name: str, message: str, verdict: Verdict) -> None:
    report = Report(
        challenge=Identity(id="mean-pool", version=""),
        submission=SubmissionIdentity(name=name, sha256=""),
        verdict=verdict,
        reason=message,
        score=0,
        max_score=1,
        tests=(TestResult(name=name, verdict=verdict, points=0, max_points=1, message=message),),
    )
    VALIDATOR.validate(strict(to_json(report)))
    assert "verdict" in cases(report)


def test_junit_tells_failures_errors_and_skips_apart(report: Report) -> None:
    found = cases(report)
    assert list(found) == ["test-01", "test-02", "test-03", "verdict"]
    assert len(found["test-01"]) == 0
    failure = found["test-02"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "wrong_answer"
    assert "812 times the budget" in failure.attrib["message"]
    assert found["test-03"].find("skipped") is not None
    assert found["verdict"].find("failure") is not None


def test_junit_counts(report: Report) -> None:
    suite = next(ET.fromstring(to_junit(report)).iter("testsuite"))
    assert {key: suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }


def test_junit_fails_though_no_test_did(report: Report) -> None:
    broken = report.model_copy(update={"verdict": Verdict.RULE_VIOLATION, "tests": report.tests[:1]})
    failure = cases(broken)["verdict"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "rule_violation"


def test_junit_of_a_judge_error_is_an_error(report: Report) -> None:
    broken = report.model_copy(update={"verdict": Verdict.JUDGE_ERROR, "tests": (), "challenge": None})
    assert cases(broken)["verdict"].find("error") is not None


def test_junit_of_an_accepted_program_is_clean(report: Report) -> None:
    accepted = report.model_copy(update={"verdict": Verdict.ACCEPTED, "tests": report.tests[:1]})
    assert not [child for case in cases(accepted).values() for child in case]
