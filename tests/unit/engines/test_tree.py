"""What a process tree uses, read from the kernel, and the limit that it passed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from judge.engines.tree import Watch, descendants
from judge.model import Limits, Verdict

MIB = 1 << 20
LIMITS = Limits(memory_mb=100, cpu_s=5)
Spawn = Callable[[str], subprocess.Popen[str]]


class Counters:
    """A control group whose counters a test sets."""

    def __init__(self, memory: int = 0, kills: int = 0, cpu: float = 0.0, processes: int = 0) -> None:
        self.memory, self.kills, self.cpu, self.processes = memory, kills, cpu, processes

    def memory_peak(self) -> int:
        return self.memory

    def memory_kills(self) -> int:
        return self.kills

    def cpu_s(self) -> float:
        return self.cpu

    def processes_peak(self) -> int:
        return self.processes


@pytest.fixture
def spawn() -> Iterator[Spawn]:
    """Starts a Python program of its own that says "ready" when it is."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdout=pipe, stdin=pipe, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        for pid in descendants(process.pid):
            os.kill(pid, 9)
        process.kill()
        process.communicate()


def watch(group: Counters, limits: Limits = LIMITS) -> Watch:
    return Watch(os.getpid(), limits, group)  # type: ignore[arg-type]


def test_within_its_limits_nothing_is_exceeded():
    assert watch(Counters(memory=100 * MIB, cpu=5.0, processes=9)).exceeded() is None


def test_a_kill_by_the_kernel_is_the_memory_limit():
    death = watch(Counters(memory=100 * MIB, kills=1)).exceeded()
    assert death is not None
    assert death.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    assert death.message == "memory: 100 of 100 MiB, killed"


def test_processor_time_is_the_time_limit():
    death = watch(Counters(cpu=5.25)).exceeded()
    assert death is not None
    assert death.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert death.message == "cpu time: 5.2 of 5 s, killed"


def test_memory_wins_over_processor_time():
    death = watch(Counters(memory=MIB, kills=2, cpu=99.0)).exceeded()
    assert death is not None
    assert death.verdict is Verdict.MEMORY_LIMIT_EXCEEDED


def test_usage_is_that_of_the_group_with_the_largest_number_of_processes():
    group = Counters(memory=64 * MIB, cpu=1.5, processes=7)
    seen = watch(group)
    assert seen.usage(2.0).model_dump() == {"wall_s": 2.0, "cpu_s": 1.5, "memory_peak_mb": 64.0, "processes_peak": 7}
    group.processes, group.cpu = 2, 1.75
    assert (seen.usage(3.0).processes_peak, seen.usage(3.0).cpu_s) == (7, 1.75)


def test_frozen_figures_stay_when_the_group_is_gone():
    group = Counters(memory=64 * MIB, kills=1, cpu=1.5, processes=7)
    seen = watch(group)
    before = seen.usage(1.0)
    seen.close()
    group.memory = group.kills = group.processes = 0
    group.cpu = 0.0
    assert seen.usage(1.0) == before
    death = seen.exceeded()
    assert death is not None
    assert death.verdict is Verdict.MEMORY_LIMIT_EXCEEDED


def test_descendants_are_found_at_every_depth(spawn: Spawn):
    code = """
import os, time
made = os.fork()
if made == 0 and os.fork() == 0:
    if os.fork() == 0:
        print("ready", flush=True)
time.sleep(60)
"""
    process = spawn(code)
    found = descendants(process.pid)
    assert len(found) == 3
    assert process.pid not in found
    assert set(found) < set(descendants(os.getpid()))


def test_of_a_process_that_is_gone_there_is_nothing(spawn: Spawn):
    process = spawn("print('ready', flush=True)")
    process.wait()
    assert descendants(process.pid) == []
    assert Watch(process.pid, LIMITS, None).exceeded() is None


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_signal_reaches_every_descendant_and_not_the_keeper(spawn: Spawn):
    code = """
import os, time
if os.fork() == 0 and os.fork() == 0:
    print("ready", flush=True)
time.sleep(60)
"""
    process = spawn(code)
    seen = Watch(process.pid, LIMITS, None)
    children = descendants(process.pid)
    assert len(children) == 2
    seen.signal(signal.SIGSTOP)
    end = time.monotonic() + 10
    while {state(pid) for pid in children} != {"T"} and time.monotonic() < end:
        time.sleep(0.01)
    assert {state(pid) for pid in children} == {"T"}
    assert state(process.pid) == "S"


def eventually(seen: Watch, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        seen.exceeded()
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_without_a_group_memory_of_the_tree_is_counted_beyond_what_the_keeper_had(spawn: Spawn):
    code = """
import os, sys, time
kept = bytearray(40 << 20)
print("ready", flush=True)
sys.stdin.readline()
if os.fork() == 0:
    more = bytearray(30 << 20)
    more[::4096] = bytes([1]) * len(more[::4096])
    time.sleep(60)
time.sleep(60)
"""
    process = spawn(code)
    seen = Watch(process.pid, Limits(memory_mb=1000), None)
    assert seen.usage(0).memory_peak_mb == 0
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    assert eventually(seen, lambda: seen.usage(0).memory_peak_mb >= 29)
    assert seen.usage(0).memory_peak_mb < 60


def test_without_a_group_too_much_memory_is_exceeded(spawn: Spawn):
    code = """
import os, sys, time
print("ready", flush=True)
sys.stdin.readline()
if os.fork() == 0:
    kept = bytearray(b"1") * (60 << 20)
    time.sleep(60)
time.sleep(60)
"""
    process = spawn(code)
    seen = Watch(process.pid, Limits(memory_mb=30), None)
    assert seen.exceeded() is None
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    assert eventually(seen, lambda: seen.exceeded() is not None)
    death = seen.exceeded()
    assert death is not None
    assert death.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    reached = re.fullmatch(r"memory: (\d+) of 30 MiB, killed", death.message)
    assert reached is not None, death.message
    assert 30 < int(reached[1]) <= 70


def test_without_a_group_processor_time_and_processes_are_counted(spawn: Spawn):
    code = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        end = time.process_time() + 0.15
        while time.process_time() < end:
            pass
        time.sleep(60)
print("ready", flush=True)
time.sleep(60)
"""
    process = spawn(code)
    seen = Watch(process.pid, Limits(memory_mb=1000, cpu_s=0.25), None)
    assert eventually(seen, lambda: seen.usage(0).cpu_s > 0.4)
    assert seen.usage(0).processes_peak == 2  # the first of the three stands for the sandbox's own init
    death = seen.exceeded()
    assert death is not None
    assert death.verdict is Verdict.TIME_LIMIT_EXCEEDED


def test_a_guard_looks_by_itself_and_ends_with_the_watch(spawn: Spawn):
    code = """
import os, time
print("ready", flush=True)
if os.fork() == 0:
    kept = bytearray(b"1") * (60 << 20)
    time.sleep(60)
time.sleep(60)
"""
    seen, killed = Watch(spawn(code).pid, Limits(memory_mb=30), None), threading.Event()
    seen.guard(killed.set)
    assert killed.wait(15)
    seen.close()
    idle = spawn("import time; print('ready', flush=True); time.sleep(60)")
    within = Watch(idle.pid, Limits(), None)
    within.guard(lambda: pytest.fail("nothing was passed"))
    time.sleep(0.2)
    within.close()
    assert not [one for one in threading.enumerate() if one.name == "judge-watch"]
