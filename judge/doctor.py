"""What this machine can enforce, found by trying it: each finding says what to install or change for more."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from judge import engines
from judge.engines import cgroups
from judge.errors import EngineUnavailable, JudgeError

if TYPE_CHECKING:
    import docker

State = Literal["ok", "weak", "missing"]

_TIMEOUT_S = 15
_NOBODY = 65534
_KERNEL_SETTINGS = (
    ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=15000"),
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok`, `weak` (the judge works, but enforces less) or `missing`; `advice` where not ok."""

    name: str
    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """All findings, and the engine that `--sandbox auto` would take: None where there is none."""

    findings: tuple[Finding, ...]
    engine: str | None


def examine() -> Diagnosis:
    """Looks at everything; never raises."""
    findings = [finding for look in LOOKS for finding in _safely(look)]
    engine, finding = _auto()
    return Diagnosis((*findings, finding), engine)


def _safely(look: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return look()
    except Exception as fault:  # noqa: BLE001  a doctor that dies of one finding helps nobody
        return [Finding(look.__name__, "missing", f"could not be examined: {type(fault).__name__}: {fault}")]


def packages() -> list[Finding]:
    """Python and the frameworks that candidates use; torch is only looked up, never imported here."""
    findings = [Finding("python", "ok", platform.python_version())]
    for name in ("numpy", "torch"):
        try:
            findings.append(Finding(name, "ok", version(name)))
        except PackageNotFoundError:
            findings.append(Finding(name, "missing", "not installed", f"pip install {name}"))
    return findings


def bubblewrap() -> list[Finding]:
    """The program, and whether it can really make its namespaces for an unprivileged user."""
    program = shutil.which("bwrap")
    if program is None:
        return [Finding("bubblewrap", "missing", "no program bwrap on PATH", "install the package bubblewrap")]
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
    return Finding("user namespaces", "missing", reason, _namespace_advice())


def _namespace_advice(root: Path = Path("/proc/sys")) -> str:
    for setting, bad, advice in _KERNEL_SETTINGS:
        file = root / setting
        if file.is_file() and file.read_text().strip() == bad:
            return f"as root: {advice}"
    return "allow user namespaces; in a container, start it with --security-opt seccomp=unconfined or use a host"


def control_groups() -> list[Finding]:
    """What counts and limits memory, processor time and processes of a whole sandbox."""
    groups = cgroups.find()
    if groups is not None:
        where = ", ".join(sorted(groups.parents))
        return [Finding("control groups", "ok", f"version {groups.version}: {where} can be limited")]
    advice = "run under `systemd-run --user --scope -p Delegate=yes`, or as root; until then limits are per process"
    return [Finding("control groups", "weak", "none may be made by this user", advice)]


def system_call_filter() -> list[Finding]:
    """The library that writes the filter, and a kernel that takes it."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError) as fault:
        return [Finding("seccomp", "missing", f"libseccomp is not there: {fault}", "install the package libseccomp2")]
    actions = Path("/proc/sys/kernel/seccomp/actions_avail")
    if not actions.exists():
        return [Finding("seccomp", "missing", "this kernel has no seccomp filters", "use a kernel with SECCOMP_FILTER")]
    return [Finding("seccomp", "ok", "filters can be loaded")]


def docker_daemon() -> list[Finding]:
    """The daemon and the judge's image."""
    from judge.engines import daemon

    try:
        client = daemon.connect(_TIMEOUT_S)
    except EngineUnavailable as fault:
        advice = "install docker, start its daemon, and let this user reach its socket"
        return [Finding("docker", "missing", _first_line(fault), advice)]
    try:
        return [Finding("docker", "ok", f"daemon {client.version()['Version']}"), _docker_image(client)]
    finally:
        client.close()


def _docker_image(client: docker.DockerClient) -> Finding:
    from docker.errors import ImageNotFound

    from judge.engines import image

    try:
        image.check(client.images.get(image.TAG).labels, image.TAG)
    except ImageNotFound:
        return Finding("docker image", "missing", f"no image {image.TAG}", "run judge image build")
    except JudgeError as fault:
        return Finding("docker image", "missing", str(fault), "run judge image build")
    return Finding("docker image", "ok", image.TAG)


def graphics() -> list[Finding]:
    """A GPU is a bonus: its absence is no fault."""
    driver = Path("/proc/driver/nvidia/version")
    if not driver.exists():
        return [Finding("gpu", "ok", "none")]
    return [Finding("gpu", "ok", _first_line(driver.read_text()))]


LOOKS = (packages, bubblewrap, control_groups, system_call_filter, docker_daemon, graphics)


def _auto() -> tuple[str | None, Finding]:
    try:
        engine = engines.choose("auto")
    except JudgeError as fault:
        return None, Finding("--sandbox auto", "missing", str(fault), "mend one of the engines above")
    try:
        return engine.name, Finding("--sandbox auto", "ok", f"takes {engine.name}")
    finally:
        engine.close()


def _first_line(text: object) -> str:
    return next(iter(str(text).splitlines()), "")
