"""Without control groups, limits of each process and a watcher of the tree give the same verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from judge.model import Verdict

PROGRAMS = (
    "endless_loop",
    "heap",
    "memory_in_a_child",
    "memory_over_children",
    "shared_memory",
    "memory_files",
    "system_v_memory",
    "files_in_memory",
    "many_small_tensors",
    "fork_bomb",
    "patient_fork_bomb",
    "thread_bomb",
    "zombies",
    "orphans",
    "children_compute",
    "threads_compute",
)
# Memory that counts for no process is not to be had where nothing would count it.
REFUSED = ("memory_files", "system_v_memory")


@pytest.fixture
def poor_arena(arenas: Callable[[str], Any]) -> Any:
    """The embedded engine as it is on a machine where no control group can be made."""
    return arenas("no groups")


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_limit_holds_without_control_groups(poor_arena, attack_named, name):
    attack = attack_named(f"limits/{name}")
    if name in REFUSED:
        attack = replace(attack, verdicts=frozenset({Verdict.RUNTIME_ERROR}))
    poor_arena.withstand(attack)


SHORT_LIVES = """
import os, signal, time

def work():
    if os.fork() == 0:
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass
        os._exit(0)

def on_call(encoder_outputs, hidden):
    while True:
        work()
        os.wait()
"""


def test_processor_time_of_short_lived_children_counts(poor_arena, attack_of):
    attack = attack_of(SHORT_LIVES, "time_limit_exceeded", follows=True, cpu_s=1, wall_s=7, total_wall_s=8)
    assert "cpu time" in poor_arena.withstand(attack).reason


FORGOTTEN = SHORT_LIVES.replace("os.wait()", "time.sleep(0.06)").replace(
    "def work", "signal.signal(17, signal.SIG_IGN)\n\ndef work"
)


def test_children_that_nobody_waits_for_end_at_the_wall_limit_at_the_latest(poor_arena, attack_of):
    """The kernel forgets the time of a child whose parent ignores its end: a limit that only the clock can hold."""
    poor_arena.withstand(attack_of(FORGOTTEN, "time_limit_exceeded", follows=True, cpu_s=1, wall_s=2, total_wall_s=3))


AFTERWARDS = """
import os, time

for _ in range(3):
    if os.fork() == 0:
        time.sleep({pause})
        kept = b"x" * (100 << 20)
        time.sleep(3600)
"""


@pytest.mark.parametrize("pause", [0.1, 0.3])
def test_memory_that_a_child_takes_beside_the_calls_counts(poor_arena, attack_of, pause):
    attack = attack_of(AFTERWARDS.format(pause=pause) + WAITING, "memory_limit_exceeded", follows=True, memory_mb=128)
    poor_arena.withstand(attack)


WAITING = """
def on_call(encoder_outputs, hidden):
    time.sleep(0.3)
"""


def test_the_report_says_what_holds_the_limits(poor_arena):
    report = poor_arena.judge(poor_arena.good)
    assert report.verdict is Verdict.ACCEPTED
    assert "rlimit" in report.sandbox.enforced_by["memory"]
    assert report.usage.memory_peak_mb > 0
