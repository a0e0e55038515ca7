"""docs/author.md, followed to the letter: from `judge new` to a green `judge check`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from judge.catalog import open_catalog
from judge.check.challenge import check
from judge.cli import run
from judge.engines.base import Engine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "author.md"
BLOCK = re.compile(r"^```\w+\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REPLACED = re.compile(r"(accepted|wrong_answer|wrong_gradient)/(one|two|three|four|five|second|third)\.py")


def follow(pack: Path) -> None:
    assert run(["new", "rms-norm", "--pack", str(pack)]) == 0
    written = {pack / name: text for name, text in BLOCK.findall(PAGE.read_text())}
    assert len(written) == 13
    for path, text in written.items():
        path.write_text(text)
    for path in pack.rglob("*.py"):
        if path not in written and REPLACED.search(path.as_posix()):
            path.unlink()


@pytest.mark.slow
@pytest.mark.serial
def test_the_challenge_of_the_page_is_green(tmp_path: Path, engine: Engine) -> None:
    follow(tmp_path)
    checked = check(open_catalog(tmp_path), "rms-norm", engine, say=lambda _: None)
    assert [f"{one.kind} {one.subject}: {one.message}\n{one.diff}" for one in checked.findings] == []
    assert checked.kills is not None
    assert checked.kills.mutants > 50
    assert checked.kills.rate() == 1


def test_the_statements_example_is_right() -> None:
    x, mean_square = (3.0, 4.0), 12.5
    y = [round(value / mean_square**0.5 * weight, 6) for value, weight in zip(x, (1, 2), strict=True)]
    assert f"y = [[{y[0]}, {y[1]}]]" in PAGE.read_text()
