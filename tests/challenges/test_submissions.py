"""Every challenge ships programs in folders named by the verdict that they must get. Here each of them gets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from judge.catalog import open_catalog
from judge.model import Report, Submission, Verdict
from judge.submission import read_submission

CHALLENGES = Path(__file__).resolve().parents[2] / "challenges"
IDS = sorted(path.parent.name for path in CHALLENGES.glob("*/challenge.toml"))
GROUPED = [pytest.param(one, marks=pytest.mark.xdist_group(one)) for one in IDS]
AT_LEAST = {"accepted": 2, "wrong_answer": 4}
# These six show the whole range of verdicts.
WHOLE_RANGE = ("adamw", "attention", "batch-norm", "lstm-cell", "numpy-neural-network", "scaled-dot-product-attention")
AT_LEAST_THERE = {
    "wrong_answer": 5,
    "runtime_error": 1,
    "compile_error": 1,
    "time_limit_exceeded": 1,
    "memory_limit_exceeded": 1,
    "output_limit_exceeded": 1,
}
HAND_WRITTEN_GRADIENTS = ("numpy-neural-network",)

Judge = Callable[..., Report]


def programs() -> list[object]:
    """Every program; those of one challenge go to one worker, which keeps one warm grader for them."""
    files = sorted(CHALLENGES.glob("*/submissions/*/*.py"))
    return [pytest.param(file, id=name(file), marks=marks(file)) for file in files]


def marks(file: Path) -> list[pytest.MarkDecorator]:
    serial = [pytest.mark.serial] if file.parent.name == "too_slow" else []
    return [pytest.mark.xdist_group(challenge_of(file)), *serial]


def challenge_of(file: Path) -> str:
    return file.relative_to(CHALLENGES).parts[0]


def name(file: Path) -> str:
    return str(file.relative_to(CHALLENGES).with_suffix("")).replace("/submissions/", ":")


@pytest.mark.parametrize("file", programs())
def test_a_program_gets_the_verdict_of_its_folder(judge: Judge, file: Path) -> None:
    due = Verdict(file.parent.name)
    report = judge(challenge_of(file), read_submission(file), runtime=due is Verdict.TOO_SLOW)
    assert (report.verdict, report.reason) == (due, report.reason)


def hidden_tests(challenge: str) -> str:
    return "".join(path.read_text() for path in (CHALLENGES / challenge / "hidden").glob("test_*.py"))


@pytest.mark.serial
@pytest.mark.parametrize("challenge", [one for one in IDS if "pytest.mark.timed" in hidden_tests(one)])
def test_runtime_is_measured_and_within_the_limit(judge: Judge, challenge: str) -> None:
    second = open_catalog(None).load(challenge).tolerance.second
    report = judge(challenge, read_submission(CHALLENGES / challenge / second), runtime=True)
    assert (report.verdict, report.reason) == (Verdict.ACCEPTED, report.reason)
    assert report.runtime is not None
    assert report.runtime.low <= report.runtime.ratio <= report.runtime.high


@pytest.mark.parametrize("challenge", GROUPED)
def test_the_stub_and_an_empty_file_are_not_accepted(judge: Judge, challenge: str) -> None:
    stub = read_submission(CHALLENGES / challenge / "stub.py")
    empty = Submission(name="empty.py", source=b"", sha256="0" * 64)
    assert judge(challenge, stub).verdict is Verdict.RUNTIME_ERROR
    assert judge(challenge, empty).verdict is Verdict.COMPILE_ERROR


@pytest.mark.parametrize("challenge", IDS)
def test_enough_programs_of_each_kind_are_there(challenge: str) -> None:
    due = dict(AT_LEAST)
    if challenge in WHOLE_RANGE:
        due |= AT_LEAST_THERE
    if "gradients=True" in hidden_tests(challenge) or challenge in HAND_WRITTEN_GRADIENTS:
        due["wrong_gradient"] = 1
    found = Counter(path.parent.name for path in (CHALLENGES / challenge / "submissions").glob("*/*.py"))
    assert {kind: found[kind] for kind, count in due.items() if found[kind] < count} == {}


@pytest.mark.parametrize("file", sorted(CHALLENGES.glob("*/submissions/wrong_*/*.py")), ids=name)
def test_a_wrong_program_names_its_mistake_in_one_line(file: Path) -> None:
    first = next(line for line in file.read_text().splitlines() if not line.startswith("#"))
    assert first.startswith('"""')
    assert first.endswith('"""')
