"""Control groups of this machine's kernel, where it lets us make some."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from judge.engines.cgroups import Group, Groups, find
from judge.model import Limits

LIMITS = Limits(memory_mb=60, processes=8)


@pytest.fixture
def groups() -> Groups:
    """What this machine offers."""
    found = find()
    if found is None:
        pytest.skip("no control group may be made here: neither delegated version 2 nor, as root, version 1")
    return found


@pytest.fixture
def group(groups: Groups) -> Iterator[Group]:
    """A group with LIMITS."""
    made = groups.make(f"{os.getpid()}-test{time.monotonic_ns()}", LIMITS)
    yield made
    made.remove()


class Inside:
    """A Python program in the group: it waits for a line before it begins."""

    def __init__(self, group: Group, code: str) -> None:
        code = f"import sys; sys.stdin.readline()\n{code}"
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdin=pipe, stdout=pipe, text=True)
        group.add(self.process.pid)

    def begin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> int:
        self.process.communicate()
        return self.process.returncode


@pytest.fixture
def inside(group: Group) -> Iterator[Callable[[str], Inside]]:
    """Starts programs in the group."""
    started: list[Inside] = []

    def start(code: str) -> Inside:
        started.append(Inside(group, code))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.end()


def test_memory_is_limited_and_the_kill_is_counted(group, inside):
    program = inside("kept = bytearray(b'1') * (200 << 20)\nprint('survived')")
    assert group.memory_kills() == 0
    program.begin()
    assert program.heard() == ""
    assert program.end() == -9
    assert group.memory_kills() >= 1
    assert 50 << 20 < group.memory_peak() <= 60 << 20


def test_memory_within_the_limit_is_only_counted(group, inside):
    program = inside("kept = bytearray(b'1') * (30 << 20)\nprint('survived')")
    program.begin()
    assert program.heard() == "survived"
    assert program.end() == 0
    assert group.memory_kills() == 0
    assert 30 << 20 <= group.memory_peak() < 60 << 20


def test_processes_are_limited_and_refusals_counted(group, inside):
    code = """
import os, time
made = 0
try:
    while made < 100:
        if os.fork() == 0:
            time.sleep(60)
        made += 1
except OSError:
    pass
print(made, flush=True)
sys.stdin.readline()
"""
    program = inside(code)
    program.begin()
    made = int(program.heard())
    assert LIMITS.processes <= made + 1 <= LIMITS.processes + 4
    assert len(group.members()) == made + 1
    assert group.processes_peak() == made + 1 - 2
    assert group.processes_refused() >= 1
    group.remove()
    assert program.end() == -9


def test_processor_time_is_counted_and_limited_to_one_core(group, inside):
    code = """
import os, time
pid = os.fork()
end = time.monotonic() + 0.6
while time.monotonic() < end:
    pass
if pid:
    os.wait()
    print("done", flush=True)
"""
    program = inside(code)
    begun = time.monotonic()
    program.begin()
    assert program.heard() == "done"
    wall = time.monotonic() - begun
    program.end()
    assert 0.05 < group.cpu_s() < 1.25 * wall + 0.2


def test_a_frozen_group_stands_still_until_it_is_let_go(group, inside):
    program = inside("n = 0\nwhile True:\n    n += 1\n    print(n, flush=True)")
    program.begin()
    assert program.heard() == "1"
    try:
        group.freeze(frozen=True)
        used = group.cpu_s()
        time.sleep(0.1)
        assert group.cpu_s() == used
    finally:
        group.freeze(frozen=False)
    end = time.monotonic() + 10
    while group.cpu_s() == used and time.monotonic() < end:
        program.heard()
    assert group.cpu_s() > used


def test_removal_kills_every_process_and_leaves_no_folder(group, inside):
    program = inside("import os, time\nos.fork()\nos.fork()\nprint('up', flush=True)\ntime.sleep(60)")
    program.begin()
    assert program.heard() == "up"
    assert group.members()
    group.remove()
    assert program.end() == -9
    assert not any(folder.exists() for folder in group.folders.values())


def test_a_sweep_leaves_the_groups_of_this_judge(groups, group):
    groups.sweep()
    assert all(folder.exists() for folder in group.folders.values())


def test_a_sweep_removes_what_a_dead_judge_left(groups):
    dead = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    dead.wait()
    left = groups.make(f"{dead.pid}-1", LIMITS)
    groups.sweep()
    with contextlib.suppress(FileNotFoundError):
        assert not any(Path(folder).exists() for folder in left.folders.values())


def test_a_sweep_ends_what_a_dead_judge_had_frozen(groups):
    dead = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    dead.wait()
    left = groups.make(f"{dead.pid}-1", LIMITS)
    inside = Inside(left, "")
    left.freeze(frozen=True)
    inside.process.kill()
    if groups.version == 1:
        time.sleep(0.2)
        assert inside.process.poll() is None  # of version 1 it cannot even die: this is why a sweep lets it go on
    groups.sweep()
    assert inside.process.wait(5) == -signal.SIGKILL
    assert not any(Path(folder).exists() for folder in left.folders.values())
    inside.process.communicate()


def test_a_sweep_spares_the_processes_of_another_namespace(tmp_path):
    dead = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    dead.wait()
    foreign = tmp_path / f"judge-{dead.pid}-1"
    foreign.mkdir()
    (foreign / "cgroup.procs").write_text("0\n")
    (foreign / "freezer.state").write_text("FROZEN")
    Groups(1, {"pids": tmp_path}).sweep()
    assert (foreign / "freezer.state").read_text() == "FROZEN"
