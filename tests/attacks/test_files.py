"""No file in sight holds a hidden test, a reference, the judge's own source or a secret: steal/walk_every_file looks.

The same walker finds them when the cover is taken away, so this test can fail.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from judge import payload
from judge.engines import view
from judge.engines.bubblewrap import Bubblewrap
from judge.redteam import secrets


@pytest.fixture
def walker(attack_named, canaries):
    """The walker, for these folders only."""

    def make(*roots):
        attack = attack_named("steal/walk_every_file")
        return replace(attack, source=secrets.filled(attack.source, {"walk": secrets.walk(canaries, roots)}))

    return make


def test_the_walk_is_a_long_one(arena, walker):
    report = arena.judge(walker("/"))
    looked_at, read = map(int, report.output.stdout.split()[1:3])
    assert looked_at > 1000
    assert read > 50


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canaries: secrets.Secrets) -> Path:
    """A folder that the sandbox shows, as if packages were installed there, with a folder of secrets in it."""
    needles = json.loads(bytes.fromhex(secrets.walk(canaries)))["needles"]
    (tmp_path / "packages/pack/hidden").mkdir(parents=True)
    (tmp_path / "packages/pack/hidden/test_it.py").write_text("\n".join(needles), encoding="utf-8")
    found = view._package_folders
    monkeypatch.setattr(view, "_package_folders", lambda names: [*found(names), str(tmp_path / "packages")])
    return tmp_path / "packages"


@pytest.mark.parametrize("covered", [True, False])
def test_the_cover_is_what_hides_a_secret_folder(arena_of, walker, shown, covered):
    arena = arena_of(Bubblewrap(secret=[shown / "pack"] if covered else []))
    report = arena.judge(walker(str(shown)))
    assert "tried" in report.output.stdout
    assert ("GOT THROUGH" in report.output.stdout) is not covered


def test_a_secret_is_covered_under_every_name_that_it_is_shown_by(arena_of, walker, shown, monkeypatch):
    alias = shown.parent / "alias"
    alias.symlink_to(shown)  # as a virtual environment may be reached through a link
    found = view._package_folders
    monkeypatch.setattr(view, "_package_folders", lambda names: [*found(names), str(alias)])
    arena = arena_of(Bubblewrap(secret=[shown / "pack"]))
    report = arena.judge(walker(str(shown.parent)))
    assert "tried" in report.output.stdout
    assert "GOT THROUGH" not in report.output.stdout


def test_the_payload_names_every_folder_with_secrets():
    secret = payload.secret_folders()
    for file in [*secrets.secret_files(), *payload.redteam_dir().rglob("*.py")]:
        assert any(file.is_relative_to(folder) for folder in secret)
