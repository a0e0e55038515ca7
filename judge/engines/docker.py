"""The docker engine: a container for each sandbox, through the docker SDK (a Podman socket will do as well).

Nothing of the host is mounted, nothing is copied in or out, and no second program is ever started in a container that
candidate code has run in: there is one attached stream, and only bytes cross it.
"""

from __future__ import annotations

import math
import os
import platform
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
from docker.errors import DockerException, ImageNotFound
from docker.types import DeviceRequest, LogConfig, Ulimit

from judge import seccomp
from judge.engines import image as images
from judge.engines import owner
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Spec
from judge.engines.container import MIB, OWN_PROCESSES, Container
from judge.engines.daemon import connect
from judge.engines.forkserver import ENVIRONMENT
from judge.engines.gpu import Gpu, claim
from judge.engines.pool import Pool
from judge.errors import EngineUnavailable, JudgeError

START_S = 120.0
API_TIMEOUT_S = 30
NANO = 1_000_000_000
# A process that escaped its judge's watch still ends: this much later than the limit, for the imports at the start.
_CPU_BACKSTOP_S = 30
# Granted until the frameworks are imported; then what they took is added to the limit.
_START_MB = 4096
GVISOR = "runsc"
# Its kernel is a process of many threads, in the container's own control group: refused one, it ends.
_GVISOR_THREADS = 256
_BY_GVISOR = {
    "kernel": "gVisor",
    "processes": "the memory that they take",  # they are none of the host's, which therefore counts none
    "tmp": "tmpfs size; the number of files by the memory that they take",
}
_LENGTH = struct.Struct("<I")
# What a test switches off by name -> the settings that go.
_DEFENCES = {
    "network": ("network_mode",),
    "capabilities": ("cap_drop",),
    "read-only": ("read_only",),
    "memory": ("mem_limit", "memswap_limit"),
    "processes": ("pids_limit",),
}


class Docker:
    """Implements `judge.engines.base.Engine`.

    Args:
        image: name of the image; None takes JUDGE_IMAGE, else the one that `judge image build` makes.
        runtime: an OCI runtime that the daemon knows, such as runsc; None takes JUDGE_RUNTIME, else its default.

    Raises:
        EngineUnavailable: no daemon answers, it cannot hold the limits, or the image is missing or stale.
    """

    name = "docker"
    image: str | None

    def __init__(self, image: str | None = None, runtime: str | None = None) -> None:
        self.image = image or os.environ.get("JUDGE_IMAGE") or images.TAG
        self._runtime = runtime or os.environ.get("JUDGE_RUNTIME") or None
        self._client = connect(API_TIMEOUT_S)
        self._pool = Pool(self._make, threads=2)
        self._all: list[Container] = []
        self._gpu: Gpu | None = None
        self._lock = threading.Lock()
        try:
            with _explained(self.image, "the docker daemon failed"):
                info = self._client.info()
                self.enforced_by = _enforced_by(info, self._runtime)
                images.check(self._client.images.get(self.image).labels, self.image)
                owner.sweep(self._client)
        except JudgeError:
            self.close()
            raise
        self._architecture = str(info.get("Architecture", ""))

    def warm(self, spec: Spec, count: int = 1) -> None:
        """Starts containers in the background, so that there is one for each of the next `count` starts."""
        self._claim(spec)
        self._pool.prepare(spec, count)

    def start(self, spec: Spec) -> Container:
        """A container that is ready; one that `warm` began, if there is one."""
        self._claim(spec)
        container = self._pool.take(spec)
        container.hand_over()
        return container

    def cool(self, spec: Spec) -> None:
        """Removes containers that were started ahead and not taken."""
        self._pool.drop(spec)

    def close(self) -> None:
        """Removes every container that this engine started."""
        self._pool.close()
        for container in self._all:
            container.close()
        self._all.clear()
        if self._gpu is not None:
            self._gpu.close()
        self._client.close()

    def _claim(self, spec: Spec) -> None:
        """Waits for a GPU of its own, on the caller's thread: it can be interrupted there. Kept until `close`."""
        if spec.device == "cuda" and self._gpu is None:
            self._gpu = claim()

    def _make(self, spec: Spec) -> Container:
        with _explained(self.image, "no container could be made"):
            container = Container(self._client, self._create(spec), spec, _limits_anew(spec, self._runtime))
        with self._lock:
            self._all = [*(other for other in self._all if not other.closed), container]
        try:
            with _explained(self.image, "the container could not be started"):
                self._bring_up(container, spec)
        except JudgeError:
            container.close()
            raise
        return container

    def _bring_up(self, container: Container, spec: Spec) -> None:
        rules = b"" if "seccomp" in spec.without else _filter(self._architecture, spec.limits.loopback)
        try:
            container.start(_LENGTH.pack(len(rules)) + rules, Deadline.after(START_S))
        except ChannelLost:
            said = container.death().message + "\n" + container.output().stderr[-2000:]
            raise JudgeError(f"the sandbox ended before it was ready: {said.strip()}") from None
        except DeadlinePassed:
            raise JudgeError(f"the sandbox was not ready within {START_S:g} s: is the machine overloaded?") from None

    def _create(self, spec: Spec) -> str:
        api = self._client.api
        gpu = self._gpu.index if self._gpu is not None and spec.device == "cuda" else None
        host = _host_settings(spec, self._runtime, gpu)
        for defence in spec.without:
            for setting in _DEFENCES.get(defence, ()):
                host.pop(setting)
        if "seccomp" in spec.without:
            host["security_opt"].append("seccomp=unconfined")
        made = api.create_container(
            self.image,
            command=[*spec.frameworks, *([] if gpu is None else [f"cuda={spec.limits.gpu_memory_mb}"])],
            hostname="sandbox",
            environment=ENVIRONMENT,
            labels=owner.labels(),
            stdin_open=True,  # together with the attached stream: stdin closes when the judge hangs up or dies
            network_disabled="network" not in spec.without,
            use_config_proxy=False,  # a proxy's password must not reach the sandbox
            host_config=api.create_host_config(**host),
        )
        return str(made["Id"])


def _host_settings(spec: Spec, runtime: str | None, gpu: int | None = None) -> dict[str, Any]:
    limits = spec.limits
    memory = (limits.memory_mb + (_START_MB if _limits_anew(spec, runtime) else 0)) * MIB
    tmpfs = f"size={limits.tmp_mb}m,nr_inodes={limits.tmp_inodes},mode=1777,nosuid,nodev,noexec"
    caps = {
        "nofile": limits.open_files,
        "fsize": limits.tmp_mb * MIB,
        "core": 1,  # 0 does not hold where the host pipes core dumps to a program; 1 does
        "memlock": 0,
        "msgqueue": 0,
        "cpu": math.ceil(limits.cpu_s) + _CPU_BACKSTOP_S,
    }
    settings: dict[str, Any] = {
        "network_mode": "none",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "pids_limit": limits.processes + OWN_PROCESSES + 1,
        "mem_limit": memory,
        "memswap_limit": memory,
        "nano_cpus": NANO,
        "tmpfs": {"/tmp": tmpfs, "/dev/shm": tmpfs},  # noqa: S108  (the sandbox's own)
        "init": True,
        "ipc_mode": "private",
        "cgroupns": "private",
        "ulimits": [Ulimit(name=name, soft=cap, hard=cap) for name, cap in caps.items()],
        "log_config": LogConfig(type="none"),
        "oom_score_adj": 500,  # where the host itself runs short, the sandbox goes first
    }
    if runtime is not None:
        settings["runtime"] = runtime
        settings["pids_limit"] += _GVISOR_THREADS if runtime == GVISOR else 0
    if gpu is not None:
        settings["device_requests"] = [DeviceRequest(device_ids=[str(gpu)], capabilities=[["gpu"]])]
    return settings


def _limits_anew(spec: Spec, runtime: str | None) -> bool:
    """Whether memory is limited to the candidate's share once the frameworks are there: another runtime may not."""
    return runtime is None and "memory" not in spec.without


@contextmanager
def _explained(image: str | None, what: str) -> Iterator[None]:
    """Turns a complaint of the daemon into one of ours, which says what to do."""
    try:
        yield
    except ImageNotFound:
        raise EngineUnavailable(f'the image {image} is not there: run "judge image build"') from None
    except (DockerException, requests.RequestException) as error:
        raise EngineUnavailable(f"{what}: {error}. Run judge doctor") from None


def _filter(architecture: str, loopback: bool) -> bytes:
    """The judge's own system call filter, empty where the daemon's machine is of another kind or libseccomp lacks."""
    if architecture in ("", platform.machine()):
        with suppress(EngineUnavailable):
            return seccomp.program(loopback=loopback)
    return b""


def _enforced_by(info: dict[str, Any], runtime: str | None) -> dict[str, str]:
    """Limit -> mechanism; raises EngineUnavailable where the daemon cannot hold one of them."""
    for flag, what in (("MemoryLimit", "memory"), ("PidsLimit", "processes"), ("CpuCfsQuota", "cpu")):
        if not info.get(flag):
            raise EngineUnavailable(f"this docker daemon cannot limit {what}: enable that cgroup controller")
    options = info.get("SecurityOptions") or []
    guards = [option for option in options if "name=seccomp" in option]
    if not guards and runtime is None:
        raise EngineUnavailable("this docker daemon runs without seccomp: use a kernel and a daemon that have it")
    kernel = f"cgroup v{info.get('CgroupVersion', '1')}"
    own_users = any(
        "name=userns" in option or "name=rootless" in option for option in info.get("SecurityOptions") or []
    )
    return {
        "wall": "the judge's clock",
        "output": "the judge's stream",
        "tmp": "tmpfs size and inodes",
        "open_files": "rlimit",
        "network": "an empty network namespace",
        "system_calls": "seccomp" if guards else f"runtime {runtime}",
        "users": "a user namespace" if own_users else "an unprivileged user",
        "kernel": "the host's",
        "memory": kernel,
        "cpu": f"{kernel}, watcher",
        "processes": kernel,
        **(_BY_GVISOR if runtime == GVISOR else {}),
    }
