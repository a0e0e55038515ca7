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

from .machine import Engine, take


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
