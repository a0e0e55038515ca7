"""What a forked child does to itself before candidate code runs: namespaces, mounts, limits, privileges.

Three processes make one sandbox. The *keeper* is the server's fork: it reports to the judge, is put into a cgroup, and
enters new namespaces. The *init* is process 1 of the new pid namespace: it reaps orphans, and when it ends the kernel
ends every process there. The *candidate* is its child and runs `sandbox.runner`. Keeper and init hold no secret, but
they cannot be traced: a candidate that owned them could only lie about its own exit status.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import Any

from sandbox import linux

_EVERY_NAMESPACE = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
    | linux.CLONE_NEWCGROUP
)
# As docker masks them: kernel state that no program needs, hidden behind an empty file.
_MASKED = (
    "/proc/keys",
    "/proc/key-users",
    "/proc/kcore",
    "/proc/timer_list",
    "/proc/sched_debug",
    "/proc/sysrq-trigger",
)
_READ_ONLY = ("/proc/sys", "/proc/bus", "/proc/fs", "/proc/irq")
_MIB = 1 << 20
# Addresses without memory, on top of what is there when the candidate starts: stacks of threads, mapped files.
_ADDRESSES_MB = 1024


@dataclass(frozen=True)
class Orders:
    """What the judge asks of one sandbox; sizes in MiB, times in seconds."""

    memory_mb: int
    cpu_s: float
    processes: int
    tmp_mb: int
    tmp_inodes: int
    open_files: int
    loopback: bool
    limit_data: bool
    limit_processes: bool
    keep: list[str]
    without: tuple[str, ...]
    environment: dict[str, str]

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Orders:
        """The orders in a decoded JSON object."""
        return cls(**{**fields, "without": tuple(fields["without"])})


def enter_namespaces(orders: Orders) -> None:
    """New user, mount, pid, net, ipc, uts and cgroup namespaces; the user keeps its number and no other exists."""
    uid, gid = os.getuid(), os.getgid()
    linux.unshare(_EVERY_NAMESPACE)
    linux.set_dumpable(True)  # the maps of a process that cannot be traced belong to the real root
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)
    linux.set_dumpable("not-dumpable" in orders.without)


def mount_private(orders: Orders) -> None:
    """A fresh /proc of the new pid namespace, and size-capped /tmp and /dev/shm that end with the sandbox."""
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    quiet = linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("proc", "/proc", "proc", quiet | linux.MS_NOEXEC)
    if "proc-sys" not in orders.without:
        for path in filter(os.path.exists, _READ_ONLY):
            linux.mount(path, path, None, linux.MS_BIND | linux.MS_REC)
            linux.mount(path, path, None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | quiet | linux.MS_NOEXEC)
        for path in filter(os.path.exists, _MASKED):
            linux.mount("/dev/null", path, None, linux.MS_BIND)
    size = f"size={orders.tmp_mb}m,nr_inodes={orders.tmp_inodes}"
    _mount_tmp(orders.keep, quiet, f"{size},mode=1777")
    linux.mount("tmpfs", "/dev/shm", "tmpfs", quiet | linux.MS_NOEXEC, f"{size},mode=1777")
    if os.path.isdir("/dev/pts"):  # pseudo-terminals of the outer sandbox would be seen by every submission
        linux.mount("tmpfs", "/dev/pts", "tmpfs", quiet | linux.MS_RDONLY, "size=4k,mode=755")
    linux.sethostname("sandbox")
    if orders.loopback:
        linux.bring_up_loopback()
    os.mkdir("/tmp/work")
    os.chdir("/tmp/work")


def _mount_tmp(keep: list[str], flags: int, options: str) -> None:
    """A fresh /tmp in which the read-only folders of an interpreter that lives below /tmp are shown again."""
    kept = [(os.open(path, os.O_PATH | os.O_CLOEXEC), path) for path in keep]
    linux.mount("tmpfs", "/tmp", "tmpfs", flags, options)
    for fd, path in kept:
        os.makedirs(path if os.path.isdir(f"/proc/self/fd/{fd}") else os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path):
            os.close(os.open(path, os.O_CREAT, 0o644))
        linux.mount(f"/proc/self/fd/{fd}", path, None, linux.MS_BIND | linux.MS_REC)
        os.close(fd)


def limit_resources(orders: Orders) -> None:
    """The kernel's per-process limits, on top of the cgroup's for the whole tree (or in place of them)."""
    caps = {
        resource.RLIMIT_NOFILE: orders.open_files,
        resource.RLIMIT_FSIZE: orders.tmp_mb * _MIB,
        resource.RLIMIT_CORE: 1,  # 0 does not hold where the host pipes core dumps to a program; 1 does
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_CPU: int(orders.cpu_s) + 1,
    }
    if orders.limit_data:
        caps[resource.RLIMIT_DATA] = orders.memory_mb * _MIB + _now("VmData")
        caps[resource.RLIMIT_AS] = (orders.memory_mb + _ADDRESSES_MB) * _MIB + _now("VmSize")
    if orders.limit_processes:
        caps[resource.RLIMIT_NPROC] = orders.processes
    for which, cap in caps.items():
        resource.setrlimit(which, (cap, cap))


def _now(name: str) -> int:
    """A size of this process in /proc/self/status, bytes."""
    with open("/proc/self/status") as file:
        return next((int(line.split()[1]) * 1024 for line in file if line.startswith(f"{name}:")), 0)


def give_up_privileges(orders: Orders, seccomp: bytes) -> None:
    """No capability, no way to gain one, and the system call filter: nothing of this can be undone."""
    if "capabilities" not in orders.without:
        linux.drop_capabilities()
    linux.no_new_privileges()
    if "seccomp" not in orders.without:
        linux.install_seccomp(seccomp)


def become_init(candidate: int) -> int:
    """Reaps every orphan until the candidate ends; returns its wait status. The caller's exit ends all the rest."""
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == candidate:
            return status


def redirect_streams(stdout: int, stderr: int) -> None:
    """Standard input is empty, standard output and error are the judge's capped pipes."""
    null = os.open("/dev/null", os.O_RDONLY)
    for source, target in ((null, 0), (stdout, 1), (stderr, 2)):
        os.dup2(source, target)
        os.close(source)
    for name, fd in (("stdout", 1), ("stderr", 2)):
        stream = open(  # noqa: SIM115  (they live as long as the process)
            fd, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
