"""The command line: exit codes, where data and notes go, and JSON that is valid whatever goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from judge import cli, schemas
from judge.commands import COMMANDS
from judge.errors import EngineUnavailable, JudgeError
from judge.model import Verdict

from .stage import SECRET, Engine, Options, Stage

VALIDATOR = jsonschema.Draft202012Validator(schemas.load("report"))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pack: Path) -> Stage:
    """The command line of a judge that runs nothing."""
    stage = Stage()
    stage.set(monkeypatch, tmp_path, pack)
    return stage


def report_of(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    VALIDATOR.validate(data)
    return data


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.SKIPPED])
def test_exit_codes(stage: Stage, verdict: Verdict, capsys: pytest.CaptureFixture[str]) -> None:
    stage.act = lambda: verdict
    expected = {Verdict.ACCEPTED: 0, Verdict.JUDGE_ERROR: 3}.get(verdict, 1)
    assert cli.run(["submit", "mean_pool.py"]) == expected
    captured = capsys.readouterr()
    assert captured.out.startswith(verdict)
    assert captured.err == "starting the sandbox\n"
    assert stage.engine.closed == 1


def test_json_on_stdout_is_alone_there(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["submit", "mean_pool.py", "--json", "-"]) == 0
    data = report_of(capsys.readouterr().out)
    assert data["challenge"]["id"] == "mean-pool"
    assert data["submission"]["name"] == "mean_pool.py"


def test_only_reveal_shows_what_is_hidden(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    stage.act = lambda: Verdict.WRONG_ANSWER
    for extra, shown in (([], False), (["--reveal"], True)):
        arguments = ["submit", "mean_pool.py", *extra, "--json", "report.json", "--junit", "report.xml"]
        assert cli.run(arguments) == 1
        assert (SECRET in capsys.readouterr().out) is shown
        assert (SECRET in Path("report.json").read_text()) is shown
        assert SECRET not in Path("report.xml").read_text()
        report_of(Path("report.json").read_text())


def test_quiet_is_one_line(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["submit", "mean_pool.py", "--quiet"]) == 0
    assert capsys.readouterr() == ("accepted  1 of 1 points  mean-pool\n", "")


def test_flags_reach_engine_and_pipeline(stage: Stage) -> None:
    flags = ["--sandbox", "docker", "--image", "mine", "--runtime", "runsc", "--seed", "00FF", "--no-runtime"]
    assert cli.run(["submit", "mean_pool.py", *flags, "--device", "cuda"]) == 0
    assert stage.chosen == [("docker", {"image": "mine", "runtime": "runsc"})]
    assert stage.options == [Options(seed="00ff", runtime=False, device="cuda")]


def test_a_pack_is_kept_from_the_sandbox(stage: Stage, pack: Path) -> None:
    assert cli.run(["submit", "mean_pool.py", "--pack", str(pack.relative_to(Path.cwd()))]) == 0
    assert stage.secret == [pack]


def test_defaults(stage: Stage) -> None:
    assert cli.run(["submit", "mean_pool.py"]) == 0
    assert stage.chosen == [("auto", {})]
    assert stage.options == [Options(seed=None, runtime=True, device="cpu")]


def test_variables_hold_and_flags_win(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDGE_SANDBOX", "bubblewrap")
    monkeypatch.setenv("JUDGE_SUBMIT_NO_RUNTIME", "1")
    assert cli.run(["submit", "mean_pool.py"]) == 0
    assert cli.run(["submit", "mean_pool.py", "--sandbox", "docker"]) == 0
    assert [name for name, _ in stage.chosen] == ["bubblewrap", "docker"]
    assert not stage.options[0].runtime


def test_a_given_challenge_goes_before_the_name(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["submit", "mean_pool.py", "--challenge", "Soft_Max", "--json", "-"]) == 0
    assert report_of(capsys.readouterr().out)["challenge"]["id"] == "soft-max"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.py"], "cannot be opened"),
        (["/dev/null"], "is a device"),
        (["mean_pool.py", "--challenge", "mean-pol"], "did you mean mean-pool?"),
        (["mean_pool.py", "--pack", "nowhere"], "has no folder challenges/"),
        (["mean_pool.py", "--seed", "xyz"], "hexadecimal"),
        (["mean_pool.py", "--seed", "0" * 33], "hexadecimal"),
        (["mean_pool.py", "--sandbox", "chroot"], "chroot"),
        (["mean_pool.py", "--bogus"], "--bogus"),
        (["mean_pool.py", "--junit", "no/such/folder.xml"], "a folder that exists"),
        ([], "FILE"),
    ],
)
def test_usage_errors_are_json_too(
    stage: Stage, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for flag in (["--json", "-"], ["--json=-"]):
        assert cli.run(["submit", *arguments, *flag]) == 2
        captured = capsys.readouterr()
        data = report_of(captured.out)
        assert (data["verdict"], data["challenge"]) == ("judge_error", None)
        assert words in data["reason"]
        assert words in captured.err
    assert stage.chosen == []


def test_json_of_a_mistyped_call_goes_to_the_file(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDGE_SUBMIT_JSON", "report.json")
    assert cli.run(["submit", "mean_pool.py", "--bogus"]) == 2
    assert "--bogus" in report_of(Path("report.json").read_text())["reason"]


def test_no_sandbox_is_exit_code_3(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def choose(_name: str, _secret: Sequence[Path]) -> Engine:
        raise EngineUnavailable("no sandbox: install bubblewrap")

    monkeypatch.setattr("judge.engines.choose", choose)
    assert cli.run(["submit", "mean_pool.py", "--json", "-"]) == 3
    captured = capsys.readouterr()
    data = report_of(captured.out)
    assert (data["verdict"], data["challenge"]["id"]) == ("judge_error", "mean-pool")
    assert data["reason"] == "no sandbox: install bubblewrap"
    assert captured.err.endswith("judge: no sandbox: install bubblewrap\n")


def test_an_internal_error_hides_its_text(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    def act() -> Verdict:
        raise KeyError(SECRET)

    stage.act = act
    assert cli.run(["submit", "mean_pool.py", "--json", "-"]) == 3
    captured = capsys.readouterr()
    assert re.match(r"internal error: KeyError at test_cli\.py:\d+;", report_of(captured.out)["reason"])
    assert SECRET not in captured.out + captured.err
    assert cli.run(["submit", "mean_pool.py", "--json", "-", "--reveal"]) == 3
    assert SECRET in report_of(capsys.readouterr().out)["reason"]
    assert stage.engine.closed == 2


def test_an_interruption_is_130_with_a_report(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    def act() -> Verdict:
        raise KeyboardInterrupt

    stage.act = act
    assert cli.run(["submit", "mean_pool.py", "--json", "-"]) == 130
    assert report_of(capsys.readouterr().out)["reason"] == "interrupted"
    assert stage.engine.closed == 1


def test_too_large_a_file_is_a_compile_error(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    for size in (1025, 1 << 40):
        with Path("mean_pool.py").open("wb") as stream:
            stream.truncate(size)
        assert cli.run(["submit", "mean_pool.py", "--json", "-"]) == 1
        assert report_of(capsys.readouterr().out)["verdict"] == "compile_error"
    assert stage.chosen == []


def test_an_unwritable_report_is_our_fault(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["submit", "mean_pool.py", "--json", "/dev/full"]) == 3
    captured = capsys.readouterr()
    assert captured.out.startswith("accepted")
    assert "/dev/full: cannot be written" in captured.err


def test_list_shows_all(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["list"]) == 0
    assert re.search(r"pooling +mean-pool +Title of mean-pool +easy", capsys.readouterr().out)
    assert cli.run(["list", "--by", "difficulty"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"easy +mean-pool", shown)
    assert re.search(r"hard +soft-max", shown)


def test_list_as_json(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["list", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in entries] == ["mean-pool", "soft-max"]
    assert entries[0]["entry_points"] == ["pool"]
    assert len(entries[0]["version"]) == 64
    assert "folder" not in entries[0]


def test_list_of_a_broken_pack_is_json_too(stage: Stage, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "challenges/soft-max/challenge.toml").write_text("id = 3")
    assert cli.run(["list", "--json"]) == 2
    captured = capsys.readouterr()
    assert "id: write a string" in json.loads(captured.out)["error"]
    assert "id: write a string" in captured.err


def test_show_prints_the_statement(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["show", "mean_pool"]) == 0
    plain = capsys.readouterr().out
    assert plain.startswith("# mean-pool\n\nTake the mean.")
    assert "at most 3 times the reference's time" in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli.run(["show", "mean_pool"]) == 0
    rendered = capsys.readouterr().out
    assert "Take the mean." in rendered
    assert "# mean-pool" not in rendered


def test_show_of_an_unknown_id_suggests_one(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", "meanpool"]) == 2
    assert "did you mean mean-pool?" in capsys.readouterr().err


def test_start_writes_the_stub_once(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["start", "soft-max"]) == 0
    assert capsys.readouterr() == ("soft_max.py\n", "fill it in, then: judge submit soft_max.py\n")
    assert Path("soft_max.py").read_text().startswith("# challenge: soft-max\n")
    Path("soft_max.py").write_text("my work")
    assert cli.run(["start", "soft-max"]) == 2
    assert "--force overwrites it" in capsys.readouterr().err
    assert Path("soft_max.py").read_text() == "my work"
    assert cli.run(["start", "soft-max", "--force"]) == 0
    assert Path("soft_max.py").read_text().startswith("# challenge: soft-max\n")


def test_start_writes_through_no_link(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("work")
    Path("soft_max.py").symlink_to("precious")
    assert cli.run(["start", "soft-max"]) == 2
    assert cli.run(["start", "soft-max", "--force"]) == 2
    assert (tmp_path / "precious").read_text() == "work"


def test_image_build_prints_the_id(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, Any] = {}

    def build(**arguments: Any) -> str:
        given.update(arguments)
        arguments["progress"]("step 1")
        return "sha256:1234"

    monkeypatch.setattr("judge.engines.image.build", build)
    assert cli.run(["image", "build", "--image", "mine:1", "--base", "debian"]) == 0
    assert capsys.readouterr() == ("sha256:1234\n", "step 1\n")
    assert (given["tag"], given["base"], given["wheels"]) == ("mine:1", "debian", None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: judge {name}")


@pytest.mark.parametrize(("arguments", "words"), [(["sumbit"], "Did you mean 'submit'?"), (["--bogus"], "--bogus")])
def test_a_mistyped_command_is_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_broken_command_is_exit_code_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def break_down(*_arguments: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("judge.catalog.open_catalog", break_down)
    assert cli.run(["list"]) == JudgeError.exit_code
    assert re.fullmatch(r"judge: internal error: ZeroDivisionError at test_cli.py:\d+\n", capsys.readouterr().err)
