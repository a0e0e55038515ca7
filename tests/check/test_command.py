"""`judge check` as a program: its exit codes, its summary, its cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import judge
from judge import engines, schemas
from judge.check import parallel
from judge.check.cache import Cache, folder
from judge.cli import run
from judge.errors import EngineUnavailable, JudgeError, UsageError
from judge.findings import Checked, Finding, Gap, Kills


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


CLEAN = Checked(
    challenge="weighted-rows",
    version="1",
    gaps=(
        Gap(
            tensor="output",
            right=0.25,
            right_program="submissions/accepted/a.py",
            wrong=float("inf"),
            wrong_program="b",
        ),
    ),
    kills=Kills(mutants=10, killed=8, equivalent=1),
    float32_error=2e-7,
    programs=9,
    seconds=1.5,
)
DIRTY = CLEAN.model_copy(
    update={
        "findings": (Finding(kind="mutant", subject="reference", message="is accepted", diff="@@ -1 +1 @@\n-a\n+b"),)
    }
)


@pytest.mark.parametrize(("found", "code"), [(CLEAN, 0), (DIRTY, 1)])
def test_findings_are_the_exit_code(pack: Any, monkeypatch, capsys, found: Checked, code: int) -> None:
    monkeypatch.setattr(parallel, "run", lambda orders, jobs, say: [found])
    assert run(["check", "weighted_rows", "--pack", str(pack.root), "--quiet"]) == code
    told = capsys.readouterr().out
    assert "8 of 9 (89%)" in told
    assert "2.0e-07" in told
    assert ("-a" in told) is bool(code)
    assert "output" in told


@pytest.mark.parametrize(("found", "code"), [(CLEAN, 0), (DIRTY, 1)])
def test_json_follows_its_schema_and_says_all(
    pack: Any, tmp_path, monkeypatch, capsys, found: Checked, code: int
) -> None:
    monkeypatch.setattr(parallel, "run", lambda orders, jobs, say: [found])
    arguments = ["check", "--pack", str(pack.root), "--quiet", "--no-cache", "--json"]
    assert run([*arguments, "-"]) == code
    written = json.loads(capsys.readouterr().out)
    assert run([*arguments, str(tmp_path / "found.json")]) == code
    assert json.loads((tmp_path / "found.json").read_text()) == written
    assert "8 of 9 (89%)" in capsys.readouterr().out
    jsonschema.Draft202012Validator(schemas.load("check")).validate(written)
    [one] = written["challenges"]
    assert written["faultless"] is (code == 0)
    assert [each["kind"] for each in one["findings"]] == ["mutant"] * code
    assert (one["kills"], one["gaps"][0]["wrong"]) == ({"mutants": 10, "killed": 8, "equivalent": 1}, None)


def test_json_into_a_folder_that_is_not_there_is_refused_first(pack: Any, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(parallel, "run", lambda orders, jobs, say: pytest.fail("it was checked"))
    assert run(["check", "--pack", str(pack.root), "--json", str(tmp_path / "absent/found.json")]) == 2
    assert "in a folder that exists" in capsys.readouterr().err


def test_an_unknown_challenge_is_a_usage_error(pack: Any, capsys) -> None:
    assert run(["check", "weighted-row", "--pack", str(pack.root)]) == 2
    assert "did you mean weighted-rows" in capsys.readouterr().err


def test_a_machine_without_a_sandbox_is_our_fault(pack: Any, monkeypatch, capsys) -> None:
    def absent(*_given: object) -> list[Checked]:
        raise EngineUnavailable("no sandbox can be started")

    monkeypatch.setattr(parallel, "run", absent)
    assert run(["check", "--pack", str(pack.root), "--quiet"]) == 3
    assert "no sandbox can be started" in capsys.readouterr().err


def test_what_is_faultless_is_not_checked_again(pack: Any, monkeypatch) -> None:
    asked: list[str] = []

    def once(orders: Any, jobs: int, say: Any) -> list[Checked]:
        asked.extend(order.challenge for order in orders)
        return [CLEAN.model_copy(update={"version": pack.challenge().version})]

    monkeypatch.setattr(parallel, "run", once)
    arguments = ["check", "--pack", str(pack.root), "--quiet"]
    assert [run(arguments), run(arguments)] == [0, 0]
    assert asked == ["weighted-rows"]
    run([*arguments, "--no-cache"])
    run([*arguments, "--quick"])
    assert len(asked) == 3
    pack.edit("statement.md", "softmax", "Softmax")
    run(arguments)
    assert len(asked) == 4


def test_only_results_without_findings_are_kept(tmp_path) -> None:
    cache = Cache(tmp_path / "kept", "bubblewrap", False)
    cache.keep(DIRTY)
    assert cache.get("1") is None
    cache.keep(CLEAN)
    kept = cache.get("1")
    assert kept is not None
    assert kept.kills == CLEAN.kills
    assert Cache(tmp_path / "kept", "bubblewrap", True).get("1") is None


def test_a_broken_cache_is_no_reason_to_fail(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below", "bubblewrap")
    cache.keep(CLEAN)
    assert cache.get("1") is None
    assert folder() == tmp_path / "cache" / "judge" / "check"


def test_processes_of_their_own_check_each_challenge(pack: Any) -> None:
    try:
        engines.choose("bubblewrap").close()
    except (EngineUnavailable, UsageError) as reason:
        pytest.skip(str(reason))
    pack.edit("hidden/test_weigh.py", "def test_outputs", '@pytest.mark.depends("test_nothing")\ndef test_outputs')
    steps: list[str] = []
    order = parallel.Order("weighted-rows", pack.root, "bubblewrap", ("reference",))
    [checked] = list(parallel.run([order], 2, steps.append))
    assert [one.kind for one in checked.findings] == ["broken"]
    assert any("the reference" in step for step in steps)


def test_the_package_is_found_also_from_its_own_folder(pack: Any, tmp_path) -> None:
    root = Path(judge.__file__).resolve().parents[1]
    if any((Path(entry) / "judge/cli.py").exists() for entry in sys.path if Path(entry or ".").resolve() != root):
        pytest.skip("another judge is installed beside this one")
    pack.edit("challenge.toml", "wall_s = 2", "wall_s = 0")  # found without any sandbox
    code = "import sys; from judge.cli import main; sys.argv[0] = 'judge'; main()"
    command = [sys.executable, "-c", code, "check", "--pack", str(pack.root), "--sandbox", "bubblewrap", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])}
    ran = subprocess.run(command, cwd=root, env=environment, text=True, capture_output=True, timeout=300)
    if "no sandbox" in ran.stderr or "bubblewrap" in ran.stderr:
        pytest.skip(ran.stderr)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "write a number greater than 0" in " ".join(ran.stdout.split())  # a terminal of any width


def ends_at_once(order: object, channel: object) -> None:
    """A process that breaks."""


def test_a_process_that_ends_by_itself_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_check", ends_at_once)
    order = parallel.Order("weighted-rows", None, "bubblewrap", ())
    with pytest.raises(JudgeError, match="ended by itself"):
        list(parallel.run([order], 1, lambda _: None))
