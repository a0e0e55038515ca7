"""Every limit on a real sandbox, with control groups and without: its verdict, what was reached, what is allowed."""

from __future__ import annotations

import re

import pytest

from judge.model import Verdict

MEMORY = r"memory: 256 of 256 MiB, killed"
# Without control groups a watcher counts, and what was reached may be more; or the kernel refuses the allocation.
COUNTED = (
    r"memory: (2[5-9]\d|[3-9]\d\d|\d\d\d\d) of 256 MiB, killed|memory: an allocation was refused, 256 MiB are allowed"
)
MEMORY_LIMIT = "memory_limit_exceeded"
# what the program does in a call, limits, verdict, words with control groups, words without (None: the same)
LIMITS = {
    "wall": ("time.sleep(60)", {"wall_s": 1}, "time_limit_exceeded", r"wall time: 1 of 1 s in one call, killed", None),
    "total wall": (
        "time.sleep(1.6)",
        {"wall_s": 2, "total_wall_s": 3},
        "time_limit_exceeded",
        r"wall time: 3 of 3 s for the whole submission, killed",
        None,
    ),
    "cpu": (
        "while True: pass",
        {"cpu_s": 1, "wall_s": 8},
        "time_limit_exceeded",
        r"cpu time: 1\.\d of 1 s, killed",
        None,
    ),
    "heap": ("kept = [bytearray(b'1') * (20 << 20) for _ in range(99)]", {}, MEMORY_LIMIT, MEMORY, COUNTED),
    "tensors": ("kept = [torch.ones(5 << 20) for _ in range(99)]", {}, MEMORY_LIMIT, MEMORY, COUNTED),
    "shared memory": ("m = mmap.mmap(-1, 1 << 30); m[::4096] = bytes(1 << 18)", {}, MEMORY_LIMIT, MEMORY, COUNTED),
    "files in memory": (
        "for n in range(50): open(f'/dev/shm/{n}', 'wb').write(bytes(20 << 20))",
        {"tmp_mb": 1000},
        MEMORY_LIMIT,
        MEMORY,
        None,
    ),
    "memfd": (
        "for n in range(50): os.write(os.memfd_create('m'), bytes(20 << 20))",
        {},
        MEMORY_LIMIT,
        MEMORY,
        r"raised PermissionError at line \d+",
    ),
    "System V": (
        "for n in range(50): ctypes.memset(attach(libc.shmget(0, 20 << 20, 0o600)), 1, 20 << 20)",
        {},
        MEMORY_LIMIT,
        MEMORY,
        r"raised OSError at line \d+",
    ),
    "stacks of threads": ("deep_threads()", {}, MEMORY_LIMIT, MEMORY, COUNTED),
    "processes": (
        "while os.fork(): pass\n    time.sleep(60)",
        {},
        "runtime_error",
        r"raised .*; processes and threads: 32 of 32, one more was refused",
        None,
    ),
    "threads": (
        "while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        {"memory_mb": 600},
        "runtime_error",
        r"raised RuntimeError .*; processes and threads: 32 of 32, one more was refused",
        None,
    ),
    "open files": (
        "kept = [open('/dev/null') for _ in range(999)]",
        {},
        "runtime_error",
        r"raised OSError .*; open files: 128 of 128, one more was refused",
        None,
    ),
    "stdout": ("print('x' * 99999)", {}, "output_limit_exceeded", r"stdout: \d+ of 64 KiB, killed", None),
    "stderr": ("os.write(2, b'x' * 99999)", {}, "output_limit_exceeded", r"stderr: \d+ of 64 KiB, killed", None),
    "bytes of tmp": (
        "for n in range(9): open(f'/tmp/{n}', 'wb').write(bytes(4 << 20))",
        {},
        "runtime_error",
        r"raised OSError .*; files: 16 of 16 MiB, more was refused",
        None,
    ),
    "number of files": (
        "for n in range(999): open(f'/tmp/{n}', 'wb').close()",
        {},
        "runtime_error",
        r"raised OSError .*; files: 200 of 200, one more was refused",
        None,
    ),
    "returned bytes": (
        "return torch.zeros(10 << 20)",
        {},
        "output_limit_exceeded",
        r"returned: 4\d of 32 MiB in one answer",
        None,
    ),
    "returned arrays": (
        "return [torch.zeros(1)] * 300",
        {},
        "output_limit_exceeded",
        r"returned: 201 or more of 200 arrays in one answer",
        None,
    ),
}
HEAD = """
import ctypes, mmap, os, sys, threading, time
import torch

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p

def attach(identity):
    if identity < 0:
        raise OSError("no shared memory")
    return libc.shmat(identity, None, 0)

def deep_threads():
    threading.stack_size(64 << 20)
    sys.setrecursionlimit(10**7)
    go = threading.Event()
    def deep(n):
        return len(sorted([1], key=lambda _: deep(n - 1) if n else 0))  # a frame of C in between: it uses the stack
    threads = [threading.Thread(target=lambda: go.wait() and deep(30_000), daemon=True) for _ in range(16)]
    for one in threads:
        one.start()
    go.set()
    for one in threads:
        one.join()

def work(*_):
    BODY

HOOK = work
"""


def told(arena, attack_of, name):
    """The report of a right program that first, or in place of its answer, does what passes the limit."""
    code, changes, verdict, _, _ = LIMITS[name]
    hook = "on_result" if code.startswith("return") else "on_call"
    limits = {"memory_mb": 256, "open_files": 128, **changes}
    source = HEAD.replace("BODY", code).replace("HOOK", hook)
    return arena.judge(attack_of(source, verdict, follows=True, **limits))


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("engine", ["bubblewrap", "no groups"])
def test_a_limit_has_its_verdict_and_its_figures(arenas, attack_of, engine, name):
    arena = arenas(engine)
    if engine == "bubblewrap" and "cgroup" not in arena.engine.enforced_by["memory"]:
        pytest.skip("this machine lets us make no control groups")
    if engine == "no groups" and name == "files in memory":
        pytest.skip("without a control group files count as files only: tmp_mb holds them")
    check(told(arena, attack_of, name), name, engine == "no groups")


@pytest.mark.docker
@pytest.mark.serial
@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_has_its_verdict_and_its_figures_in_docker(arenas, attack_of, name):
    check(told(arenas("docker"), attack_of, name), name, False)


def check(report, name, counted):
    _, _, verdict, words, other = LIMITS[name]
    refused = counted and name in ("memfd", "System V")  # not to be had where nothing would count it
    assert report.verdict is Verdict("runtime_error" if refused else verdict), report.reason
    due = other if counted and other is not None else words
    messages = [report.reason, *(test.message for test in report.tests)]
    assert any(re.search(due, message) for message in messages), messages
