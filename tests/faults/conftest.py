"""The program `judge` as a process, on a challenge with one short hidden test, and programs to throw at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from judge import schemas
from judge.catalog import open_catalog

ROOT = Path(__file__).resolve().parents[2]
RIGHT = (ROOT / "examples/attention.py").read_text()
MAIN = "from judge.cli import main; main()"
TEST = """
def test_everything(compare, rng):
    compare.new("Attention", 4)(rng.normal((2, 3, 4)), rng.normal((2, 4)), gradients=True)
"""
_LIMITS = "wall_s = 3.0\ntotal_wall_s = 6.0\nmemory_mb = 768\noutput_kb = 64\n\n[tolerance]"


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the challenge `attention` alone: one hidden test, a few seconds."""
    found = open_catalog().load("attention")
    home = tmp_path_factory.mktemp("pack")
    folder = home / "challenges/attention"
    shutil.copytree(found.folder, folder, ignore=shutil.ignore_patterns("hidden"))
    (folder / "hidden").mkdir()
    (folder / "hidden/test_one.py").write_text(TEST)
    toml = folder / "challenge.toml"
    before, _, after = toml.read_text().partition("[limits]")
    toml.write_text(f"{before}[limits]\n{_LIMITS}{after.partition('[tolerance]')[2]}")
    (home / "reference").mkdir()
    shutil.copy(found.reference, home / "reference")
    return home


def environment(**more: str) -> dict[str, str]:
    """This process's, without settings of the judge, and with this tree's code."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUDGE_")}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return kept | {"PYTHONPATH": os.pathsep.join(paths)} | more


@dataclass(frozen=True)
class Done:
    """How `judge submit --json PATH` ended: exit code, the parsed report, and what it printed."""

    code: int
    report: dict[str, Any]
    out: str
    err: str


@pytest.fixture
def submit(pack: Path, tmp_path: Path) -> Callable[..., Done]:
    """Runs `judge submit` on a source as a process of its own; checks its JSON against the schema."""

    def run(source: str = RIGHT, *options: str, before: tuple[str, ...] = (), main: str = MAIN, **more: str) -> Done:
        file, target = tmp_path / "attention.py", tmp_path / "report.json"
        file.write_text(source)
        command = [*before, sys.executable, "-c", main, "submit", str(file), "--pack", str(pack)]
        command += ["--no-runtime", "--json", str(target), *options]
        done = subprocess.run(
            command, env=environment(**more), capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path
        )
        report = json.loads(target.read_text()) if target.exists() else {}
        if report:
            jsonschema.Draft202012Validator(schemas.load("report")).validate(report)
        return Done(done.returncode, report, done.stdout, done.stderr)

    return run
