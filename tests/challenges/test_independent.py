"""Programs by an examiner who knew the statements only, not the hidden tests: each gets the verdict of its folder.

Below programs/<challenge>/<verdict>/ right ones are written in styles that the shipped submissions do not show, and
wrong ones differ from a right one by the mistake that their docstring names. Several of them slipped through once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from judge.model import Report, Verdict
from judge.submission import read_submission

PROGRAMS = Path(__file__).parent / "programs"
FILES = sorted(PROGRAMS.glob("*/*/*.py"))
IDS = sorted(path.name for path in PROGRAMS.iterdir() if path.is_dir())


def programs() -> list[object]:
    """Every program; those of one challenge go to one worker, which keeps one warm grader for them."""
    return [pytest.param(file, id=name(file), marks=pytest.mark.xdist_group(challenge_of(file))) for file in FILES]


def challenge_of(file: Path) -> str:
    return file.relative_to(PROGRAMS).parts[0]


def name(file: Path) -> str:
    return ":".join(file.relative_to(PROGRAMS).with_suffix("").parts)


@pytest.mark.parametrize("file", programs())
def test_an_independent_program_gets_the_verdict_of_its_folder(judge: Callable[..., Report], file: Path) -> None:
    report = judge(challenge_of(file), read_submission(file))
    assert (report.verdict, report.reason) == (Verdict(file.parent.name), report.reason)


@pytest.mark.parametrize("challenge", IDS)
def test_right_and_wrong_programs_are_there(challenge: str) -> None:
    found = Counter("right" if file.parent.name == "accepted" else "wrong" for file in FILES if challenge in file.parts)
    assert found["right"] >= 6
    assert found["wrong"] >= 10


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_program_says_in_one_line_what_it_does(file: Path) -> None:
    header, docstring = file.read_text(encoding="utf-8").splitlines()[:2]
    assert header == f"# challenge: {challenge_of(file)}"
    assert docstring.startswith('"""')
    assert docstring.endswith('."""')
