"""No file in sight holds a hidden test, a reference, the judge's own source or a secret of its environment.

The same walker finds them when the cover is taken away, so this test can fail.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from judge import grading, payload
from judge.engines import view
from judge.engines.bubblewrap import Bubblewrap
from judge.payload import challenges_dir, reference_dir

HERE = Path(__file__).parent
JUDGE = Path(grading.__file__).parent


def secret_files() -> list[Path]:
    folders = [challenges_dir(), reference_dir(), JUDGE]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    return [file for file in files if file != JUDGE / "wire.py"]  # the runner has a copy, on purpose


def longest_line(path: Path) -> str:
    """A line that no other file is likely to have."""
    return max(path.read_text(encoding="utf-8").splitlines(), key=len).strip()


def walker(roots: list[str], needles: list[str]) -> str:
    files = [file for file in secret_files() if file.stat().st_size > 100]
    installed = ["/usr/", "/lib", *(os.path.realpath(one) + "/" for one in (sys.prefix, sys.base_prefix))]
    settings = {
        "ROOTS": roots,
        "NEEDLES": [needle[::-1] for needle in needles],
        "SIZES": {file.stat().st_size for file in files},
        "STEMS": {file.stem for file in files} - {"__init__", "base", "numpy_loops"},
        "INSTALLED": (*installed, sys.prefix + "/", sys.base_prefix + "/"),
    }
    text = (HERE / "programs/walker.py").read_text(encoding="utf-8")
    for name, value in settings.items():
        text = re.sub(
            rf"^{name} = .*$", lambda _, name=name, value=value: f"{name} = {value!r}", text, flags=re.MULTILINE
        )
    return text


@pytest.fixture
def needles(canary: str) -> list[str]:
    """Strings of a hidden test, a reference, the judge, and the host's environment."""
    hidden = challenges_dir() / "attention/hidden/test_attention.py"
    return [*map(longest_line, (hidden, reference_dir() / "attention.py", JUDGE / "grading.py")), canary]


def test_no_file_in_sight_holds_a_secret(arena, attack_of, needles):
    source = walker(["/"], needles)
    report = arena.withstand(attack_of(source, "accepted", follows=True, wall_s=90, total_wall_s=110, cpu_s=100))
    looked_at, read = map(int, report.output.stdout.split()[1:3])
    assert looked_at > 1000
    assert read > 50


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needles: list[str]) -> Path:
    """A folder that the sandbox shows, as if packages were installed there, with a folder of secrets in it."""
    (tmp_path / "packages/pack/hidden").mkdir(parents=True)
    (tmp_path / "packages/pack/hidden/test_it.py").write_text("\n".join(needles), encoding="utf-8")
    found = view._package_folders
    monkeypatch.setattr(view, "_package_folders", lambda names: [*found(names), str(tmp_path / "packages")])
    return tmp_path / "packages"


@pytest.mark.parametrize("covered", [True, False])
def test_the_cover_is_what_hides_a_secret_folder(arena_of, attack_of, needles, shown, covered):
    arena = arena_of(Bubblewrap(secret=[shown / "pack"] if covered else []))
    attack = attack_of(walker([str(shown)], needles), "accepted", follows=True)
    report = arena.judge(attack)
    assert "tried" in report.output.stdout
    assert ("GOT THROUGH" in report.output.stdout) is not covered


def test_a_secret_is_covered_under_every_name_that_it_is_shown_by(arena_of, attack_of, needles, shown, monkeypatch):
    alias = shown.parent / "alias"
    alias.symlink_to(shown)  # as a virtual environment may be reached through a link
    found = view._package_folders
    monkeypatch.setattr(view, "_package_folders", lambda names: [*found(names), str(alias)])
    arena = arena_of(Bubblewrap(secret=[shown / "pack"]))
    report = arena.judge(attack_of(walker([str(shown.parent)], needles), "accepted", follows=True))
    assert "tried" in report.output.stdout
    assert "GOT THROUGH" not in report.output.stdout


def test_the_payload_names_every_folder_with_secrets():
    secret = payload.secret_folders()
    for file in secret_files():
        assert any(file.is_relative_to(folder) for folder in secret)
