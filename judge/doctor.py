"""What this machine can enforce, found by trying it: each finding says what to install or change for more."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from judge import engines
from judge.engines import cgroups, floor
from judge.engines.base import Spec
from judge.errors import EngineUnavailable, JudgeError
from judge.model import Limits

if TYPE_CHECKING:
    import docker

State = Literal["ok", "degraded", "missing"]

_TIMEOUT_S = 15
_SHOWN = {"cgroup": ("memory", "cpu"), "seccomp": ("system_calls",), "userns": ("users",)}
_SHOWN["gvisor"] = ("kernel",)
_NOBODY = 65534
_NO_PACKAGE = "programs that use it cannot be graded under bubblewrap"
_KERNEL_SETTINGS = (
    ("kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
    ("user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"),
)


# What each engine stands on; the rest is good to know.
_NEEDS = {
    "bubblewrap": {"bubblewrap", "user namespaces", "control groups", "seccomp", "numpy", "torch"},
    "docker": {"docker", "docker image", "seccomp"},
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok`, `degraded` (the judge works, but enforces less) or `missing`.

    `means` says what follows where it is not ok, `command` what to run then.
    """

    name: str
    state: State
    found: str
    means: str = ""
    command: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """All findings, the engine that would be taken (None where there is none), and what holds its limits."""

    findings: tuple[Finding, ...]
    engine: str | None
    enforced_by: dict[str, str] = field(default_factory=dict)

    def faults(self) -> list[Finding]:
        """What is not as it should be of what the engine stands on, and of what was required."""
        needs = _NEEDS.get(self.engine or "", set())
        wrong = [finding for finding in self.findings if finding.state != "ok"]
        return [finding for finding in wrong if finding.name in needs or finding.name.startswith("--")]


def examine(sandbox: str = "auto", runtime: str | None = None, require: Sequence[str] = ()) -> Diagnosis:
    """Looks at everything, and starts a program in the sandbox that would be taken; never raises."""
    findings = [finding for look in LOOKS for finding in _safely(look)]
    engine, held, finding = _tried(sandbox, runtime)
    below = [_below(name, held) for name in floor.lacking(held, require)]
    return Diagnosis((*findings, finding, *below), engine, held)


def _below(name: str, held: dict[str, str]) -> Finding:
    lack = floor.GUARANTEES[name]
    found = ", ".join(f"{limit}: {held[limit]}" for limit in _SHOWN[name] if limit in held) or "no sandbox"
    return Finding(f"--require {name}", "missing", found, lack.without, lack.command)


def _safely(look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except Exception as fault:  # noqa: BLE001  a doctor that dies of one finding helps nobody
        found = f"could not be examined: {type(fault).__name__}: {fault}"
        return [Finding(look.__name__, "missing", found, "nothing is known of it", "judge doctor")]


def packages() -> list[Finding]:
    """Python and the frameworks that candidates use; torch is only looked up, never imported here."""
    findings = [Finding("python", "ok", platform.python_version())]
    for name in ("numpy", "torch"):
        try:
            findings.append(Finding(name, "ok", version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, "missing", "not installed", _NO_PACKAGE, f"python -m pip install {name}"))
    return findings


def bubblewrap() -> list[Finding]:
    """The program, and whether it can really make its namespaces for an unprivileged user."""
    program = shutil.which("bwrap")
    if program is None:
        means = "there is no sandbox without a daemon: only docker is left"
        command = "apt-get install --yes bubblewrap"
        return [Finding("bubblewrap", "missing", "no program bwrap on PATH", means, command)]
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    return [Finding("bubblewrap", "ok", f"{said.stdout.strip()} at {program}"), _namespaces(program)]


def _namespaces(program: str) -> Finding:
    arguments = [program, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    # As root it proves nothing: the engine becomes a user without privileges first.
    nobody = _NOBODY if os.geteuid() == 0 else None
    tried = subprocess.run(
        arguments,
        user=nobody,
        group=nobody,
        extra_groups=None if nobody is None else [],
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    if tried.returncode == 0:
        return Finding("user namespaces", "ok", "an unprivileged sandbox was started")
    said = tried.stderr.strip().splitlines()
    reason = said[-1] if said else f"exit code {tried.returncode}"
    return Finding("user namespaces", "missing", reason, "bubblewrap cannot wall anything off", _namespace_command())


def _namespace_command(root: Path = Path("/proc/sys")) -> str:
    for setting, bad, command in _KERNEL_SETTINGS:
        file = root / setting
        if file.is_file() and file.read_text().strip() == bad:
            return command
    return "docker run --security-opt seccomp=unconfined IMAGE"  # a container's own filter is what is left


def control_groups() -> list[Finding]:
    """What counts and limits memory, processor time and processes of a whole sandbox."""
    groups = cgroups.find()
    if groups is not None:
        where = ", ".join(sorted(groups.parents))
        return [Finding("control groups", "ok", f"version {groups.version}: {where} can be limited")]
    lack = floor.GUARANTEES["cgroup"]
    return [Finding("control groups", "degraded", "none may be made by this user", lack.without, lack.command)]


def system_call_filter() -> list[Finding]:
    """The library that writes the filter, and a kernel that takes it."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError) as fault:
        lack = floor.GUARANTEES["seccomp"]
        found = f"libseccomp is not there: {fault}"
        return [Finding("seccomp", "missing", found, f"no bubblewrap; in docker {lack.without}", lack.command)]
    if not Path("/proc/sys/kernel/seccomp/actions_avail").exists():
        means = "neither engine can be used safely"
        return [
            Finding(
                "seccomp", "missing", "this kernel has no seccomp filters", means, "apt-get install linux-image-amd64"
            )
        ]
    return [Finding("seccomp", "ok", "filters can be loaded")]


def docker_daemon() -> list[Finding]:
    """The daemon and the judge's image."""
    from judge.engines import daemon

    try:
        client = daemon.connect(_TIMEOUT_S)
    except EngineUnavailable as fault:
        means = "submissions run under bubblewrap, and none on a GPU"
        command = "apt-get install --yes docker.io && usermod -aG docker $USER && systemctl start docker"
        return [Finding("docker", "missing", _first_line(fault), means, command)]
    try:
        return [Finding("docker", "ok", f"daemon {client.version()['Version']}"), _docker_image(client)]
    finally:
        client.close()


def _docker_image(client: docker.DockerClient) -> Finding:
    from docker.errors import ImageNotFound

    from judge.engines import image

    means, command = "the docker engine cannot be used", "judge image build"
    try:
        image.check(client.images.get(image.TAG).labels, image.TAG)
    except ImageNotFound:
        return Finding("docker image", "missing", f"no image {image.TAG}", means, command)
    except JudgeError as fault:
        return Finding("docker image", "missing", str(fault), means, command)
    return Finding("docker image", "ok", image.TAG)


def graphics() -> list[Finding]:
    """A GPU is a bonus: its absence is no fault."""
    driver = Path("/proc/driver/nvidia/version")
    if not driver.exists():
        return [Finding("gpu", "ok", "none")]
    return [Finding("gpu", "ok", _first_line(driver.read_text()))]


LOOKS = (packages, bubblewrap, control_groups, system_call_filter, docker_daemon, graphics)


def _tried(sandbox: str, runtime: str | None) -> tuple[str | None, dict[str, str], Finding]:
    """The engine that would be taken, what it enforces, and whether a program really starts in it."""
    name = f"--sandbox {sandbox}"
    wanted: dict[str, Any] = {"runtime": runtime} if runtime else {}
    try:
        engine = engines.choose(sandbox, (), **wanted)
        try:
            engine.start(Spec(Limits(), ("numpy",))).close()
            return engine.name, dict(engine.enforced_by), Finding(name, "ok", f"a program was started in {engine.name}")
        finally:
            engine.close()
    except JudgeError as fault:
        means, command = "nothing can be graded", "apt-get install --yes bubblewrap libseccomp2"
        return None, {}, Finding(name, "missing", str(fault), means, command)


def _first_line(text: object) -> str:
    return next(iter(str(text).splitlines()), "")
