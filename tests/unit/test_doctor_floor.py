"""What an operator can demand of the doctor: no degraded sandbox, or a floor below which nothing is graded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judge import cli, doctor

from .machine import BOTH, GROUPS, POOR, Engine, take


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, Engine())


def degraded() -> list[doctor.Finding]:
    return [doctor.Finding("control groups", "degraded", "none", "limited per process, not per tree", "systemd-run x")]


def no_docker() -> list[doctor.Finding]:
    return [doctor.Finding("docker", "missing", "none", "no second engine", "apt-get install docker.io")]


@pytest.mark.parametrize(
    ("look", "options", "code"),
    [
        (degraded, [], 0),
        (degraded, ["--strict"], 3),
        (no_docker, ["--strict"], 0),  # bubblewrap is taken, and does not stand on it
        (doctor.packages, ["--strict"], 0),
    ],
)
def test_strict_fails_where_the_sandbox_stands_on_less(
    monkeypatch: pytest.MonkeyPatch, engine: None, look: Any, options: list[str], code: int
) -> None:
    monkeypatch.setattr(doctor, "LOOKS", (look,))
    assert cli.run(["doctor", *options]) == code


def test_the_table_says_what_it_means_and_what_to_run(
    monkeypatch: pytest.MonkeyPatch, engine: None, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "LOOKS", (degraded, no_docker))
    assert cli.run(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "control groups is degraded: limited per process, not per tree\n    systemd-run x\n" in shown
    assert "docker is missing: no second engine\n    apt-get install docker.io\n" in shown


@pytest.mark.parametrize(
    ("held", "names", "missing"),
    [
        (GROUPS | BOTH, "cgroup,seccomp,userns", []),
        (POOR | BOTH, "cgroup,seccomp", ["cgroup"]),
        (GROUPS | BOTH, "gvisor, cgroup", ["gvisor"]),
        (GROUPS | BOTH | {"kernel": "gVisor"}, "gvisor", []),
        (GROUPS | BOTH | {"users": "an unprivileged user"}, "userns", ["userns"]),
        (GROUPS | BOTH | {"system_calls": "runtime kata"}, "seccomp", ["seccomp"]),
        ({}, "cgroup,seccomp,userns,gvisor", ["cgroup", "seccomp", "userns", "gvisor"]),
    ],
)
def test_a_floor_can_be_required(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    held: dict[str, str],
    names: str,
    missing: list[str],
) -> None:
    take(monkeypatch, Engine(held))
    monkeypatch.setattr(doctor, "LOOKS", (doctor.packages,))
    assert cli.run(["doctor", "--json", "--require", names]) == (3 if missing else 0)
    findings = json.loads(capsys.readouterr().out)["findings"]
    lacking = [finding for finding in findings if finding["name"].startswith("--require")]
    assert [finding["name"] for finding in lacking] == [f"--require {name}" for name in missing]
    assert all(finding["means"] and finding["command"] for finding in lacking)


@pytest.mark.parametrize("command", [["doctor"], ["submit", "attention.py"]])
def test_an_unknown_requirement_is_a_usage_error_with_all_names(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*command, "--require", "cgroup,tpm"]) == 2
    assert "cgroup,seccomp,userns,gvisor" in capsys.readouterr().err


@pytest.mark.parametrize("by_variable", [False, True])
def test_nothing_is_graded_below_the_floor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], by_variable: bool
) -> None:
    engine = take(monkeypatch, Engine(POOR | BOTH))
    (tmp_path / "attention.py").write_text("")
    command = ["submit", str(tmp_path / "attention.py"), "--json", "-"]
    if by_variable:
        monkeypatch.setenv("JUDGE_REQUIRE", "seccomp,cgroup")
    else:
        command += ["--require", "seccomp,cgroup"]
    assert cli.run(command) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["verdict"] == "judge_error"
    assert "no cgroup, memory and processor time are limited per process" in report["reason"]
    assert "judge doctor --require cgroup" in report["reason"]
    assert engine.closed == 1
