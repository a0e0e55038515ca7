"""The verdict is the worst one, accepted needs every test, and the reason is one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.grading import LONGEST_MESSAGE, PRECEDENCE, grade, worst
from judge.model import TestResult, Verdict

GRADED = st.sampled_from(PRECEDENCE)
ANY = st.sampled_from(Verdict)


def result(
    verdict: Verdict, name: str = "test-01", message: str = "", points: float = 0, most: float = 1
) -> TestResult:
    return TestResult(name=name, verdict=verdict, points=points, max_points=most, message=message)


def results() -> st.SearchStrategy[list[TestResult]]:
    points = st.floats(0, 100)
    one = st.builds(TestResult, name=st.just("t"), verdict=ANY, points=points, max_points=points, message=st.text())
    return st.lists(one, max_size=8)


def test_precedence_is_the_design_s_and_complete() -> None:
    assert [verdict.value for verdict in PRECEDENCE] == [
        "judge_error",
        "compile_error",
        "rule_violation",
        "runtime_error",
        "output_limit_exceeded",
        "memory_limit_exceeded",
        "time_limit_exceeded",
        "wrong_answer",
        "wrong_gradient",
        "too_slow",
        "accepted",
    ]
    assert set(PRECEDENCE) | {Verdict.SKIPPED} == set(Verdict)


@given(GRADED, GRADED, GRADED)
def test_worst_is_a_total_order(a: Verdict, b: Verdict, c: Verdict) -> None:
    assert worst([a]) is a
    assert worst([a, b]) in (a, b)
    assert worst([a, b]) is worst([b, a])
    assert worst([a, worst([b, c])]) is worst([worst([a, b]), c]) is worst([a, b, c])
    assert worst([a, Verdict.ACCEPTED]) is a
    assert worst([a, Verdict.JUDGE_ERROR]) is Verdict.JUDGE_ERROR


@given(st.lists(ANY), st.randoms())
def test_order_and_repetition_do_not_matter(verdicts: list[Verdict], random: object) -> None:
    shuffled = sorted(verdicts, reverse=True)
    assert worst(verdicts) is worst(shuffled) is worst(verdicts + verdicts)


@given(st.lists(ANY))
def test_accepted_only_if_every_test_is(verdicts: list[Verdict]) -> None:
    accepted = worst(verdicts) is Verdict.ACCEPTED
    assert accepted == (bool(verdicts) and all(one is Verdict.ACCEPTED for one in verdicts))


@given(st.lists(ANY))
def test_the_verdict_is_never_skipped(verdicts: list[Verdict]) -> None:
    assert worst(verdicts) is not Verdict.SKIPPED


@pytest.mark.parametrize("verdicts", [[], [Verdict.SKIPPED] * 3, [Verdict.ACCEPTED, Verdict.SKIPPED]])
def test_no_evidence_is_our_fault(verdicts: list[Verdict]) -> None:
    found = grade([result(verdict) for verdict in verdicts])
    assert found.verdict is Verdict.JUDGE_ERROR
    assert "passed" not in found.reason


@given(results())
def test_score_and_reason_of_any_results(tests: list[TestResult]) -> None:
    found = grade(tests)
    assert 0 <= found.score <= found.max_score
    assert found.verdict is worst(one.verdict for one in tests)
    assert found.reason.endswith((".", "!", "?"))
    assert "\n" not in found.reason
    assert len(found.reason) < LONGEST_MESSAGE + 100


def test_a_skipped_test_earns_nothing_and_counts() -> None:
    tests = [
        result(Verdict.ACCEPTED, points=2, most=2),
        result(Verdict.WRONG_ANSWER, points=0.5, most=2),
        result(Verdict.SKIPPED, points=1, most=1),
    ]
    found = grade(tests)
    assert (found.score, found.max_score) == (2.5, 5.0)


def test_the_reason_names_the_test_that_made_the_verdict() -> None:
    tests = [
        result(Verdict.ACCEPTED, "test-01"),
        result(Verdict.WRONG_GRADIENT, "test-02", "gradient of q is too far off"),
        result(Verdict.RUNTIME_ERROR, "test-03", "ValueError\nin line 3."),
        result(Verdict.SKIPPED, "test-04"),
    ]
    expected = "2 of 4 tests failed and 1 did not run, the worst: test-03: ValueError in line 3."
    assert grade(tests).reason == expected
    assert grade(tests[:2]).reason == "1 of 2 tests failed, the first: test-02: gradient of q is too far off."
    assert grade(tests[:1]).reason == "The test passed."
    assert grade(tests[:1] * 12).reason == "All 12 tests passed."
    assert grade([result(Verdict.TOO_SLOW)]).reason == "1 of 1 tests failed, the first: test-01: too slow."


def test_points_are_added_up_by_aspect() -> None:
    found = [
        result(Verdict.ACCEPTED, points=2, most=2).model_copy(update={"aspect": "gradients"}),
        result(Verdict.WRONG_ANSWER, points=0, most=3).model_copy(update={"aspect": "gradients"}),
        result(Verdict.ACCEPTED, points=1),
    ]
    told = [(one.aspect, one.points, one.max_points) for one in grade(found).aspects]
    assert told == [("outputs", 1.0, 1.0), ("gradients", 2.0, 5.0)]
