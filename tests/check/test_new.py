"""`judge new`: a skeleton of the right form, and a to-do list instead of a green check."""

from __future__ import annotations

from pathlib import Path

import pytest

from judge.catalog import open_catalog
from judge.check.challenge import STEPS, check
from judge.cli import run
from judge.engines.base import Engine
from judge.pipeline import Options, judge_submission
from judge.submission import read_submission


def test_the_skeleton_is_read_and_its_check_is_a_list_of_things_to_do(tmp_path: Path, capsys) -> None:
    assert run(["new", "rms-norm", "--pack", str(tmp_path)]) == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert tmp_path / "reference/rms-norm.py" in written
    assert all(path.is_file() for path in written)
    challenge = open_catalog(tmp_path).load("rms-norm")
    assert challenge.entry_points == ("rms_norm",)
    assert run(["check", "rms-norm", "--pack", str(tmp_path), "--quiet", "--sandbox", "bubblewrap"]) == 1
    told = capsys.readouterr().out
    assert "to do: a title of a few words" in told
    assert "statement.md:1: to do: the title" in told
    assert "reference/rms-norm.py:9: to do: the reference, short and plain" in told


def test_what_the_skeleton_holds_gets_the_verdicts_of_its_folders(tmp_path: Path, engine: Engine) -> None:
    run(["new", "rms-norm", "--pack", str(tmp_path)])
    for path in tmp_path.rglob("*.*"):
        path.write_text(path.read_text().replace("TODO", "done"))
    found = check(open_catalog(tmp_path), "rms-norm", engine, say=lambda _: None, steps=STEPS[:1]).findings
    assert [one.message for one in found] == []
    challenge = open_catalog(tmp_path).load("rms-norm")
    for file in sorted((challenge.folder / "submissions").glob("*/*.py")):
        report = judge_submission(read_submission(file), challenge, engine, Options(runtime=False, diagnose=False))
        assert report.verdict == file.parent.name, (file.name, report.reason)


@pytest.mark.parametrize(
    ("name", "told"),
    [("RMS", "is no id"), ("a--b", "is no id"), ("../x", "is no id"), ("3d-conv", "begin it with a letter")],
)
def test_an_id_is_lower_case_words(tmp_path: Path, capsys, name: str, told: str) -> None:
    assert run(["new", name, "--pack", str(tmp_path)]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, capsys) -> None:
    run(["new", "rms-norm", "--pack", str(tmp_path)])
    statement = tmp_path / "challenges/rms-norm/statement.md"
    statement.write_text("mine")
    assert run(["new", "rms-norm", "--pack", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert statement.read_text() == "mine"
