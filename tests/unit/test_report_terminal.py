"""What a person reads: the verdict first, the first failure explained, no escape that a candidate chose."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from judge.model import Policy, Report, RuntimeFigure, SandboxInfo, Verdict
from judge.report.clean import clean, one_line
from judge.report.console import console
from judge.report.terminal import render

HOSTILE = "\x1b[31mred\x1b]0;title\x07 \x9b2J [bold]markup[/bold] :smile: \u202eevil\x00\ud800"


def shown(report: Report, *, quiet: bool = False, width: int = 160, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    screen = Console(file=stream, width=width, markup=False, emoji=False, highlight=False, _environ={})
    render(report, screen, quiet=quiet)
    stream.flush()
    stream.seek(0)
    return stream.read()


def line(text: str, start: str) -> str:
    return next(row for row in text.splitlines() if row.startswith(start))


def test_the_verdict_comes_first(report: Report) -> None:
    lines = shown(report).splitlines()
    assert lines[0] == "wrong_answer  1 of 4 points  mean-pool"
    assert lines[1] == "test-02: output[1] differs."


def test_quiet_is_one_line(report: Report) -> None:
    assert shown(report, quiet=True) == "wrong_answer  1 of 4 points  mean-pool\n"


def test_each_test_has_a_row(report: Report) -> None:
    text = shown(report)
    assert line(text, "test-01 ").split() == ["test-01", "accepted", "1/1", "█░░░░░░░", "3%"]
    assert line(text, "test-02 ").split()[:6] == ["test-02", "wrong_answer", "0/2", "████████", "812", "x"]
    assert line(text, "test-03 ").split()[:3] == ["test-03", "skipped", "0/1"]


def test_the_first_failure_is_explained(report: Report) -> None:
    text = shown(report)
    panel = text[text.index("test-02: wrong_answer") :]
    for words in ("output[1]", "worst at [3, 1]", "812 times the budget", "Is the mean taken over the right axis?"):
        assert words in panel


def test_many_accepted_tests_share_a_row(report: Report) -> None:
    many = report.model_copy(update={"tests": (*report.tests[:1] * 20, report.tests[1])})
    rows = shown(many)
    assert line(rows, "20 more").split()[2:6] == ["accepted", "20/20", "█░░░░░░░", "3%"]
    assert line(rows, "test-02 ")
    assert "test-01" not in rows
    assert "20 tests" in shown(report.model_copy(update={"tests": report.tests[:1] * 20}))


def test_of_many_failures_the_first_are_shown(report: Report) -> None:
    failure = report.tests[1].model_copy(update={"detail": None})
    failures = [failure.model_copy(update={"name": f"test-{number:02d}"}) for number in range(1, 21)]
    rows = shown(report.model_copy(update={"tests": (*report.tests[2:], *failures)}))
    assert line(rows, "test-08 ")
    assert "test-09" not in rows
    assert line(rows, "12 more").split()[2:6] == ["wrong_answer", "0/24", "████████", "812"]
    assert line(rows, "1 more").split()[2:4] == ["skipped", "0/1"]


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.34, "1.3 x"), (812.4, "812 x"), (29623.0, "29,623 x"), (3e7, "over a million x"), (0.0001, "<1%")],
)
def test_shares_are_readable(report: Report, share: float, words: str) -> None:
    test = report.tests[0].model_copy(update={"budget_used": share})
    assert words in line(shown(report.model_copy(update={"tests": (test,)})), "test-01 ")


def test_what_is_no_value_is_said_in_words(report: Report) -> None:
    mismatch = report.tests[1].mismatches[0].model_copy(update={"kind": "shape", "message": "shape is (2,), not (3,)"})
    test = report.tests[1].model_copy(update={"mismatches": (mismatch,)})
    assert "what    shape is (2,), not (3,)" in shown(report.model_copy(update={"tests": (test,)}))


def test_an_accepted_report_explains_nothing(report: Report) -> None:
    accepted = report.model_copy(update={"verdict": Verdict.ACCEPTED, "tests": report.tests[:1], "policy": Policy()})
    assert "╭" not in shown(accepted.model_copy(update={"output": accepted.output.__class__()}))


def test_figures_stand_against_their_limits(report: Report) -> None:
    text = shown(report)
    usage = line(text, "usage")
    assert usage == "usage    wall 2.50 of 60 s, cpu 1.50 of 60 s, memory 310 of 2048 MiB, processes 9 of 64"
    assert line(text, "sandbox") == "sandbox  bubblewrap (memory by cgroup v1)"
    assert "seed     00ff" in text
    assert "Against the rules: calls torch.nn.AvgPool1d" in text


@pytest.mark.parametrize(
    ("finding", "at_most", "words"),
    [
        ("within", 3.0, "within the limit of 3 times"),
        ("too_slow", 1.2, "too slow: the limit is 1.2 times"),
        ("cannot_tell", 1.6, "cannot tell whether it is within the limit of 1.6 times"),
        ("reported", None, "reported, not judged"),
    ],
)
def test_the_runtime_says_what_was_found(report: Report, finding: str, at_most: float | None, words: str) -> None:
    assert report.runtime is not None
    figure = RuntimeFigure.model_validate(report.runtime.model_dump() | {"finding": finding, "at_most": at_most})
    said = line(shown(report.model_copy(update={"runtime": figure})), "runtime")
    assert "1.5 times the reference (1.25 to 1.75, noise 0.02; 3 ms against 2 ms)" in said
    assert said.endswith(words)


def test_a_replay_is_called_one(report: Report) -> None:
    assert "no graded verdict" in shown(report.model_copy(update={"replay": True}))


def test_no_sandbox_is_told_in_so_many_words(report: Report) -> None:
    assert report.sandbox is not None
    bare = SandboxInfo(engine="none", limits=report.sandbox.limits)
    assert "with your own rights" in shown(report.model_copy(update={"sandbox": bare}))


def test_hostile_text_does_nothing(report: Report) -> None:
    mismatch = report.tests[1].mismatches[0].model_copy(update={"tensor": HOSTILE, "message": HOSTILE})
    test = report.tests[1].model_copy(update={"message": HOSTILE, "mismatches": (mismatch,), "detail": HOSTILE})
    hostile = report.model_copy(update={"reason": HOSTILE, "tests": (test,), "hints": (HOSTILE,)})
    text = shown(hostile.model_copy(update={"output": report.output.model_copy(update={"stdout": HOSTILE})}))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ud800]", text)
    assert "red  [bold]markup[/bold] :smile: evil" in text


def test_ascii_terminals_are_served(report: Report) -> None:
    accepted = report.model_copy(update={"tests": report.tests[:1], "policy": Policy()})
    assert "#------- 3%" in shown(accepted, encoding="ascii")


@pytest.mark.parametrize("share", [float("inf"), 1e300])
def test_an_infinite_share_is_shown(report: Report, share: float) -> None:
    mismatch = report.tests[1].mismatches[0].model_copy(update={"budget_used": share})
    test = report.tests[1].model_copy(update={"mismatches": (mismatch,), "budget_used": share})
    assert "████████ " in shown(report.model_copy(update={"tests": (test,)}))


@pytest.mark.parametrize(("share", "cells"), [(0.0, 0), (0.001, 1), (0.5, 4), (1.0, 8)])
def test_the_bar_is_as_long_as_the_share(report: Report, share: float, cells: int) -> None:
    test = report.tests[0].model_copy(update={"budget_used": share})
    assert "█" * cells + "░" * (8 - cells) in line(shown(report.model_copy(update={"tests": (test,)})), "test-01")


def test_long_output_is_cut_at_its_head(report: Report) -> None:
    printed = report.output.model_copy(update={"stdout": "\n".join(f"line {number}" for number in range(100))})
    text = shown(report.model_copy(update={"output": printed}))
    assert "(60 lines above left out)" in text
    assert "line 99" in text
    assert "line 59 " not in text


@given(st.text())
def test_clean_text_has_no_controls(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", clean(text))
    assert "\n" not in one_line(text)
    assert len(one_line(text, 20)) <= 20


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"])))
def test_plain_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_no_colour_where_none_is_wanted(name: str, monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(name, "dumb")
    screen = console()
    with screen.capture() as capture:
        render(report, screen)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", capture.get())


def test_a_pipe_gets_a_wide_console(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    assert console().width == 120
    monkeypatch.setenv("COLUMNS", "70")
    assert console().width == 70
