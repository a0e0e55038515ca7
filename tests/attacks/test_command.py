"""`judge redteam` from a terminal: what it prints, writes and returns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from judge import cli, schemas
from judge.engines.bubblewrap import Bubblewrap
from judge.model import Verdict
from judge.redteam import arena as arenas_of_the_judge
from judge.redteam.table import BEGIN, END, markdown, put
from judge.trial import RedteamReport

from .weakened import Weakened

FEW = ["--sandbox", "bubblewrap", "--only", "own/mounts", "--only", "zeros", "--only", "E49"]


def run(*arguments: str | Path) -> int:
    return cli.run(["redteam", *map(str, arguments)])


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, dict[str, Any]]:
    """Exit code, what was printed and what was written by a run of a few attacks."""
    path = tmp_path_factory.mktemp("results") / "results.json"
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("sys.stdout", Stream(printed))
        code = run(*FEW, "--json", path)
    return code, "".join(printed), json.loads(path.read_text())


class Stream:
    """A standard output that is no terminal."""

    encoding = "utf-8"

    def __init__(self, written: list[str]) -> None:
        self.write = written.append

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def test_all_contained_is_0(results):
    code, printed, written = results
    assert code == 0
    lines = printed.splitlines()
    names = ["controls/right", "controls/wrong", "fool/zeros", "own/mounts", "task/forbidden_by_another_name"]
    assert [line.split()[1] for line in lines[:-1]] == names
    assert all(line.startswith("contained ") for line in lines[:-1])
    assert lines[-1] == "3 of 3 attacks contained by bubblewrap, 2 of 2 controls right"
    assert written["contained"]


def test_the_results_are_valid_and_hold_no_hidden_value(results):
    _, _, written = results
    jsonschema.Draft202012Validator(schemas.load("redteam")).validate(written)
    assert [trial["actual"] for trial in written["controls"]] == ["accepted", "wrong_answer"]
    for trial in written["trials"]:
        assert trial["contained"]
        assert len(trial["conditions"]) >= 15
        assert "report" not in trial
    assert len(written["elsewhere"]) > 5


def test_results_can_be_read_again_and_tabled(results):
    report = RedteamReport.model_validate(results[2])
    text = markdown([report])
    assert "- bubblewrap: 3 of 3 attacks contained, 2 of 2 controls right." in text
    assert "| own | accepted | mounts (66 68) |" in text
    assert "| 37 | fills GPU memory | needs a GPU |" in text
    document = put(f"before\n{BEGIN}\nold\n{END}\nafter\n", [report])
    assert document.startswith(f"before\n{BEGIN}\n\n- bubblewrap")
    assert document.endswith(f"\n{END}\nafter\n")
    assert put(document, [report]) == document
    with pytest.raises(ValueError, match="needs the lines"):
        put("no place for a table", [report])


def test_one_attack_that_gets_through_is_1(monkeypatch, capsys):
    weak = Weakened(Bubblewrap(), "seccomp", "capabilities")
    monkeypatch.setattr("judge.engines.choose", lambda *_, **__: weak)
    try:
        assert run("--only", "own/mounts", "--quiet") == 1
    finally:
        weak._engine.close()
    printed = capsys.readouterr().out
    assert "NOT CONTAINED  own/mounts" in printed
    assert "attempt: GOT THROUGH mount" in printed
    assert "0 of 1 attacks contained" in printed


def test_a_right_program_that_is_not_accepted_is_1(monkeypatch, capsys):
    """The first control: a judge that rejects everything contains every attack, and is of no use."""
    judged = arenas_of_the_judge.Arena._judged

    def spoiled(self: Any, attack: Any, seed: Any) -> Any:
        report = judged(self, attack, seed)
        wrong = report.model_copy(update={"verdict": Verdict.WRONG_ANSWER})
        return wrong if attack.name == "controls/right" else report

    monkeypatch.setattr(arenas_of_the_judge.Arena, "_judged", spoiled)
    assert run("--sandbox", "bubblewrap", "--only", "fool/zeros") == 1
    assert "NOT CONTAINED  controls/right" in capsys.readouterr().out


def test_a_machine_that_can_judge_nothing_is_3(monkeypatch, capsys):
    from judge.errors import EngineUnavailable

    def nothing(*_: Any, **__: Any) -> Any:
        raise EngineUnavailable("no sandbox can be started")

    monkeypatch.setattr("judge.engines.choose", nothing)
    assert run("--only", "fool/zeros") == 3
    assert "no sandbox" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "no-such-attack"], "no attack has this name"),
        (["--json", "/no/such/folder/results.json"], "a folder that exists"),
        (["--sandbox", "none"], "none"),
    ],
)
def test_a_wrong_call_is_2(capsys, arguments, said):
    assert run(*arguments) == 2
    assert said in capsys.readouterr().err


def test_json_on_stdout_is_all_that_stands_there(capsys):
    assert run("--sandbox", "bubblewrap", "--only", "source/too_long", "--json", "-") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["trials"][0]["name"] == "source/too_long"
    assert "judging" in captured.err
