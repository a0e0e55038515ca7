"""What the doctor finds, on machines that lack one thing after another."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docker.errors import ImageNotFound

from judge import cli, doctor
from judge.engines import cgroups, daemon, image
from judge.errors import EngineUnavailable

GROUPS = {"memory": "cgroup v2", "cpu": "cgroup v2, watcher", "processes": "cgroup v2"}
POOR = {"memory": "rlimit for each process, watcher for the tree", "cpu": "rlimit", "processes": "rlimit"}
BOTH = {"system_calls": "seccomp", "users": "a user namespace", "kernel": "the host's"}


class Engine:
    """Stands for an engine of a machine that holds this."""

    def __init__(self, held: dict[str, str] | None = None, fault: Exception | None = None) -> None:
        self.name = "bubblewrap"
        self.enforced_by = GROUPS | BOTH if held is None else held
        self._fault = fault
        self.closed = 0

    def start(self, _spec: object) -> Engine:
        if self._fault is not None:
            raise self._fault
        return self

    def close(self) -> None:
        self.closed += 1


class Client:
    """Stands for a docker daemon; `labels` are the image's, None where there is no image."""

    def __init__(self, labels: dict[str, str] | None) -> None:
        self._labels = labels
        self.images = self
        self.closed = False

    def version(self) -> dict[str, Any]:
        return {"Version": "27.1"}

    def get(self, _tag: str) -> Any:
        if self._labels is None:
            raise ImageNotFound("none")
        return type("Image", (), {"labels": self._labels})

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    take(monkeypatch, Engine())


def take(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> Engine:
    """Lets that engine be the one that is taken."""
    monkeypatch.setattr("judge.engines.choose", lambda _name, _secret=(), **_options: engine, raising=False)
    return engine


def found(findings: list[doctor.Finding], name: str) -> doctor.Finding:
    return next(finding for finding in findings if finding.name == name)


def answer(monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, str]) -> list[dict[str, Any]]:
    """Lets subprocess.run answer so, one after another; returns what it was called with."""
    waiting, calls = list(answers), []

    def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        code, said = waiting.pop(0)
        calls.append({"arguments": arguments, **options})
        return subprocess.CompletedProcess(arguments, code, stdout=said, stderr=said)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_versions_are_looked_up() -> None:
    findings = doctor.packages()
    assert [finding.name for finding in findings] == ["python", "numpy", "torch"]
    assert found(findings, "numpy").state == "ok"


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise doctor.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", version)
    torch = found(doctor.packages(), "torch")
    assert (torch.state, torch.found, torch.command) == ("missing", "not installed", "python -m pip install torch")


def test_no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    (finding,) = doctor.bubblewrap()
    assert (finding.state, finding.command) == ("missing", "apt-get install --yes bubblewrap")


def test_namespaces_are_tried_without_privileges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/bwrap")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    calls = answer(monkeypatch, (0, "bubblewrap 0.8.0\n"), (0, ""))
    findings = doctor.bubblewrap()
    assert [finding.state for finding in findings] == ["ok", "ok"]
    assert findings[0].found == "bubblewrap 0.8.0 at /usr/bin/bwrap"
    assert (calls[1]["user"], calls[1]["group"], calls[1]["extra_groups"]) == (65534, 65534, [])
    assert "--unshare-all" in calls[1]["arguments"]


def test_refused_namespaces_give_the_programs_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/bwrap")
    answer(monkeypatch, (0, "bubblewrap 0.8.0"), (1, "bwrap: No permissions to create new namespace"))
    refused = found(doctor.bubblewrap(), "user namespaces")
    assert refused.state == "missing"
    assert refused.found == "bwrap: No permissions to create new namespace"
    assert refused.means
    assert refused.command


def test_the_command_names_the_kernel_setting(tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    (tmp_path / "user/max_user_namespaces").write_text("0\n")
    assert doctor._namespace_command(tmp_path) == "sysctl -w user.max_user_namespaces=15000"
    (tmp_path / "user/max_user_namespaces").write_text("15000\n")
    assert "--security-opt" in doctor._namespace_command(tmp_path)
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel/apparmor_restrict_unprivileged_userns").write_text("1\n")
    command = "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    assert doctor._namespace_command(tmp_path) == command


def test_control_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cgroups, "find", lambda: cgroups.Groups(2, {"pids": tmp_path, "memory": tmp_path}))
    assert doctor.control_groups()[0].found == "version 2: memory, pids can be limited"
    monkeypatch.setattr(cgroups, "find", lambda: None)
    (finding,) = doctor.control_groups()
    assert finding.state == "degraded"
    assert "per process, not per tree" in finding.means
    assert finding.command.startswith("systemd-run --user")


def refuse(_timeout_s: float) -> None:
    raise EngineUnavailable("no docker daemon answers: connection refused\nand more")


def test_no_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "connect", refuse)
    (finding,) = doctor.docker_daemon()
    assert (finding.state, finding.found) == ("missing", "no docker daemon answers: connection refused")


@pytest.mark.parametrize(
    ("fresh", "state", "words"),
    [(True, "ok", image.TAG), (False, "missing", "another version"), (None, "missing", "no image")],
)
def test_docker_and_its_image(monkeypatch: pytest.MonkeyPatch, fresh: bool | None, state: str, words: str) -> None:
    def check(_labels: object, _tag: str) -> None:
        if not fresh:
            raise EngineUnavailable("made by another version of the judge")

    client = Client(None if fresh is None else {})
    monkeypatch.setattr(daemon, "connect", lambda _timeout_s: client)
    monkeypatch.setattr(image, "check", check)
    its_daemon, its_image = doctor.docker_daemon()
    assert its_daemon.found == "daemon 27.1"
    assert its_image.state == state
    assert words in its_image.found
    assert client.closed


def test_one_broken_look_spoils_nothing(monkeypatch: pytest.MonkeyPatch, engine: None) -> None:
    def graphics() -> list[doctor.Finding]:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(doctor, "LOOKS", (graphics, doctor.packages))
    diagnosis = doctor.examine()
    assert diagnosis.engine == "bubblewrap"
    assert diagnosis.findings[0].found == "could not be examined: RuntimeError: no such luck"
    assert diagnosis.findings[1].name == "python"


def test_this_machine_is_examined(
    engine: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(daemon, "connect", refuse)
    assert cli.run(["doctor", "--json"]) == 0
    diagnosis = json.loads(capsys.readouterr().out)
    assert diagnosis["engine"] == "bubblewrap"
    assert {"python", "bubblewrap", "control groups", "seccomp", "docker"} <= {
        finding["name"] for finding in diagnosis["findings"]
    }
    wrong = [finding for finding in diagnosis["findings"] if finding["state"] != "ok"]
    assert all(finding["means"] and finding["command"] for finding in wrong)


def test_no_engine_is_exit_code_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def choose(_name: str, _secret: object) -> None:
        raise EngineUnavailable("nothing here can hold a program")

    monkeypatch.setattr("judge.engines.choose", choose, raising=False)
    monkeypatch.setattr(doctor, "LOOKS", (doctor.packages,))
    monkeypatch.setenv("COLUMNS", "200")  # the sentence on one line
    assert cli.run(["doctor"]) == 3
    assert "nothing here can hold a program" in capsys.readouterr().out


def test_an_engine_that_starts_nothing_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = take(monkeypatch, Engine(fault=EngineUnavailable("bwrap: setting up uid map: Permission denied")))
    monkeypatch.setattr(doctor, "LOOKS", (doctor.packages,))
    assert cli.run(["doctor", "--json"]) == 3
    diagnosis = json.loads(capsys.readouterr().out)
    assert (diagnosis["engine"], diagnosis["findings"][-1]["state"]) == (None, "missing")
    assert engine.closed == 1


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
