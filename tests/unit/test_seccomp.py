"""The system call filter, installed for good by a child of its own that then tries what it denies."""

from __future__ import annotations

import errno
import json
import platform
import re
import signal
import subprocess
import sys
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from judge import seccomp, system_calls
from judge.errors import EngineUnavailable

ROOT = Path(__file__).resolve().parents[2]

WORD = re.compile(r"\w+")
# Refused whatever their arguments.
DENIED = WORD.findall(
    """
ptrace process_vm_readv process_vm_writev add_key request_key keyctl bpf userfaultfd perf_event_open kcmp mount umount2
pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr unshare setns kexec_load init_module
finit_module delete_module reboot swapon swapoff acct quotactl syslog name_to_handle_at open_by_handle_at personality
io_uring_setup io_uring_enter io_uring_register mbind move_pages migrate_pages set_mempolicy clock_settime adjtimex
settimeofday sethostname setdomainname memfd_secret vmsplice mq_open mq_unlink mq_notify process_madvise pidfd_getfd
landlock_create_ruleset fanotify_init fanotify_mark clock_adjtime seccomp setuid setresuid setgroups
capset kexec_file_load
"""
)
# They seem not to exist.
ABSENT = WORD.findall("flock inotify_init inotify_init1 inotify_add_watch io_setup io_submit remap_file_pages clone3")
# Those that do not fail with EPERM by themselves, for anybody: without the filter the kernel looks at their arguments.
ANSWERED = WORD.findall("ptrace unshare mount keyctl add_key process_vm_readv vmsplice mq_open name_to_handle_at setns")

CHILD = """
import ctypes, errno, json, os, socket, sys, threading
sys.path.insert(0, {root!r})
from sandbox import linux
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
linux.no_new_privileges()
bpf = bytes.fromhex(sys.stdin.readline())
if bpf:
    linux.install_seccomp(bpf)
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, args))
    return ctypes.get_errno() if result == -1 else 0
{code}
"""


def run(code: str, filtered: bool, **values: Any) -> subprocess.CompletedProcess[str]:
    if not filtered and "Seccomp:\t0" not in Path("/proc/self/status").read_text():
        pytest.skip("this process is under a filter already, such as that of a container")
    bpf = seccomp.program().hex() if filtered else ""
    assigned = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    source = CHILD.format(root=str(ROOT), code=assigned + code)
    command = [sys.executable, "-I", "-S", "-B", "-c", source]
    return subprocess.run(command, input=bpf + "\n", capture_output=True, text=True, timeout=60)


def answer(code: str, filtered: bool, **values: Any) -> Any:
    done = run(code, filtered, **values)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module", autouse=True)
def library() -> None:
    try:
        seccomp.program()
    except EngineUnavailable as reason:
        pytest.skip(str(reason))


@cache
def numbers() -> dict[str, int]:
    import pyseccomp

    found = {name: pyseccomp.resolve_syscall(pyseccomp.system_arch(), name) for name in DENIED + ABSENT}
    return {name: number for name, number in found.items() if number >= 0}


@cache
def tried(filtered: bool) -> dict[str, int]:
    """The error of each denied call with worthless arguments, 0 where it succeeded."""
    code = """
first = {"unshare": 0}
print(json.dumps({name: call(number, first.get(name, -1), -1, -1, -1, -1, -1) for name, number in calls.items()}))
"""
    calls = {name: number for name, number in numbers().items() if filtered or name in ANSWERED + ABSENT}
    return answer(code, filtered, calls=calls)


@pytest.mark.parametrize("name", DENIED)
def test_a_denied_call_fails_with_eperm(name):
    if name not in numbers():
        pytest.skip(f"this architecture has no {name}")
    assert tried(filtered=True)[name] == errno.EPERM


@pytest.mark.parametrize("name", ABSENT)
def test_a_call_that_is_not_needed_seems_not_to_exist(name):
    if name not in numbers():
        pytest.skip(f"this architecture has no {name}")
    assert tried(filtered=True)[name] == errno.ENOSYS
    assert tried(filtered=False)[name] != errno.ENOSYS


def test_no_call_is_both_allowed_and_refused():
    partly = {*system_calls.SOME, *system_calls.ALL_BUT, "socket", "socketpair", "clone"}
    assert not system_calls.ALLOWED & system_calls.REFUSED
    assert not partly & (system_calls.ALLOWED | system_calls.REFUSED)
    assert system_calls.UNCOUNTED <= system_calls.ALLOWED


# x86-64: the call, its arguments, what it comes to under the filter and what without it; 1 << 32 is out of sight of the
# kernel, which reads 32 bits of these arguments, but not of a filter.
BY_ARGUMENT = [
    ("prctl seccomp", (157, 22, 3, 0, 0, 0), errno.EPERM, errno.EINVAL),
    ("prctl memory merge", (157, 67, 7, 7, 7, 7), errno.EPERM, errno.EINVAL),
    ("prctl of a later kernel", (157, 0x7FFFFFF, 0, 0, 0, 0), errno.ENOSYS, errno.EINVAL),
    ("prctl name", (157, 16, -1, 0, 0, 0), errno.EFAULT, errno.EFAULT),
    ("fcntl record lock", (72, 9, 6, -1), errno.ENOSYS, errno.EBADF),
    ("fcntl record lock, high bit", (72, 9, (1 << 32) | 6, -1), errno.ENOSYS, errno.EBADF),
    ("fcntl lock of a description", (72, 9, 37, -1), errno.ENOSYS, errno.EBADF),
    ("fcntl lease", (72, 9, 1024, 0), errno.ENOSYS, errno.EBADF),
    ("fcntl notify", (72, 9, 1026, 1), errno.ENOSYS, errno.EBADF),
    ("fcntl flags", (72, 9, 3, 0), errno.EBADF, errno.EBADF),
    ("ioctl TIOCSTI", (16, 9, 0x5412, -1), errno.EPERM, errno.EBADF),
    ("ioctl TIOCSTI, high bit", (16, 9, (1 << 32) | 0x5412, -1), errno.EPERM, errno.EBADF),
    ("ioctl TIOCGWINSZ", (16, 9, 0x5413, -1), errno.EBADF, errno.EBADF),
    ("ioctl FIONREAD", (16, 9, 0x541B, -1), errno.EBADF, errno.EBADF),
    ("ioctl of a GPU", (16, 9, 0xC020462A, -1), errno.EBADF, errno.EBADF),
    ("madvise mergeable", (28, 1, 1, 12), errno.EPERM, errno.EINVAL),
    ("madvise mergeable, high bit", (28, 1, 1, (1 << 32) | 12), errno.EPERM, errno.EINVAL),
    ("madvise dontneed", (28, 1, 1, 4), errno.EINVAL, errno.EINVAL),
]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86-64")
def test_some_calls_are_refused_by_an_argument():
    code = "print(json.dumps([call(*args) for args in calls]))"
    calls = [args for _, args, _, _ in BY_ARGUMENT]
    for filtered in (True, False):
        due = {name: found if filtered else plain for name, _, found, plain in BY_ARGUMENT}
        assert dict(zip(due, answer(code, filtered, calls=calls), strict=True)) == due


@pytest.mark.parametrize("name", ANSWERED)
def test_without_the_filter_the_same_call_gets_another_answer(name):
    assert tried(filtered=False)[name] != errno.EPERM


SOCKETS = """
def opened(family, kind):
    try:
        socket.socket(family, kind).close()
    except OSError as error:
        return error.errno
    return 0
print(json.dumps([opened(family, kind) for family, kind in families]))
"""
FAMILIES = [
    (2, 1),
    (2, 2),
    (10, 1),
    (16, 3),
    (17, 3),
    (38, 5),
    (40, 1),
]  # INET twice, INET6, NETLINK, PACKET, ALG, VSOCK


def test_only_sockets_of_this_machine_can_be_made():
    assert answer(SOCKETS, True, families=FAMILIES) == [errno.EPERM] * len(FAMILIES)
    assert answer(SOCKETS, True, families=[(1, 1), (1, 2)]) == [0, 0]
    assert answer(SOCKETS, False, families=FAMILIES[:2]) == [0, 0]


def test_with_loopback_the_internet_families_are_allowed_and_no_others(monkeypatch):
    monkeypatch.setattr(seccomp, "program", partial(seccomp.program, loopback=True))
    assert answer(SOCKETS, True, families=FAMILIES) == [0, 0, 0, 0, *[errno.EPERM] * 3]
    other_netlink = "print(json.dumps([call(41, 16, 3, kind) for kind in (4, 9, 12, 16)]))"  # diag, audit, ...
    if platform.machine() == "x86_64":
        assert answer(other_netlink, True) == [errno.EPERM] * 4


NAMESPACES = [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the order of the arguments of clone differs")
def test_no_new_namespace_by_clone():
    # A set of flags that the kernel itself refuses as senseless: nothing is forked where the filter lets it pass.
    code = "print(json.dumps([call(56, flag | 0x800, 0, 0, 0, 0) for flag in flags]))"
    assert answer(code, True, flags=NAMESPACES) == [errno.EPERM] * len(NAMESPACES)
    assert answer(code, True, flags=[0]) == [errno.EINVAL]
    assert answer(code, False, flags=NAMESPACES) == [errno.EINVAL] * len(NAMESPACES)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 is an architecture beside x86-64")
def test_numbers_of_a_foreign_architecture_end_the_process():
    code = "print(json.dumps(call(0x40000000 | 39)))"  # getpid of x32, which no list of x86-64 numbers names
    assert run(code, filtered=True).returncode == -signal.SIGSYS
    assert answer(code, False) in (0, errno.ENOSYS)


ORDINARY = """
pid = os.fork()
if pid == 0:
    os._exit(7)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
said = []
thread = threading.Thread(target=lambda: said.append("thread"))
thread.start()
thread.join()
one, two = socket.socketpair()
one.send(b"socket")
said.append(two.recv(10).decode())
fd = os.memfd_create("m")
os.write(fd, b"memory file")
said.append(os.pread(fd, 20, 0).decode())
print(json.dumps([status, said, os.sched_getaffinity(0) != set()]))
"""


def test_ordinary_programs_notice_nothing():
    assert answer(ORDINARY, True) == [7, ["thread", "socket", "memory file"], True]


def test_children_and_programs_that_they_start_keep_the_filter():
    code = """
if os.fork() == 0:
    os._exit(call(number, -1, -1, -1, -1))
print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
os.execv("/bin/grep", ["grep", "Seccomp:", "/proc/self/status"])
"""
    for filtered, mode in ((True, "2"), (False, "0")):
        error, status = run(code, filtered, number=numbers()["ptrace"]).stdout.splitlines()
        assert (int(error) == errno.EPERM) is filtered
        assert status.split() == ["Seccomp:", mode]


def test_without_the_library_it_says_what_to_install(monkeypatch):
    seccomp.program.cache_clear()
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    try:
        with pytest.raises(EngineUnavailable, match="apt-get install"):
            seccomp.program()
    finally:
        seccomp.program.cache_clear()


def test_the_program_is_an_array_of_instructions():
    program = seccomp.program()
    assert len(program) % 8 == 0
    assert 0 < len(program) // 8 <= 4096
