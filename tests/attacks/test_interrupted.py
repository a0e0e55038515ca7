"""What is left when the judge itself is ended, or the fork server is, in the middle of a run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from judge.engines.base import Spec
from judge.engines.bubblewrap import Bubblewrap
from judge.engines.tree import descendants
from judge.model import Verdict

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20
SLEEPS = """
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(3600)
print("attack-left", flush=True)
time.sleep(3600)
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A judge in the middle of a run, and every process that descends from it."""
    file = tmp_path / "attention.py"
    file.write_text(SLEEPS)
    code = "import sys; from judge.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "submit", "--sandbox", "bubblewrap", "--no-runtime", str(file)]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as judge:
        try:
            # bwrap, its init, the server, and keeper, init, candidate and child of the candidate's sandbox
            wait_for(lambda: len(descendants(judge.pid)) >= 7)
            yield judge, descendants(judge.pid)
        finally:
            judge.kill()


def wait_for(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(pids: list[int]) -> list[int]:
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            found += [pid] if state != "Z" else []
    return found


def groups_of(pid: int) -> list[str]:
    names = [f"{at}/{name}" for at, names, _ in os.walk("/sys/fs/cgroup") for name in names]
    return [name for name in names if f"/judge-{pid}-" in name]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_judge_that_is_ended_leaves_no_process_and_the_next_one_removes_its_groups(running, number):
    judge, pids = running
    assert len(alive(pids)) >= 7
    judge.send_signal(number)
    code = judge.wait(PATIENCE_S)
    assert code == 130 or number != signal.SIGINT
    wait_for(lambda: not alive(pids))
    if number == signal.SIGINT:
        assert groups_of(judge.pid) == []
    Bubblewrap().close()  # it sweeps
    assert groups_of(judge.pid) == []


@pytest.mark.parametrize("ahead", [0, 2])
def test_the_death_of_the_server_between_two_runs_costs_none(arena_of, ahead):
    engine = Bubblewrap()
    arena = arena_of(engine)
    assert arena.judge(arena.good).verdict is Verdict.ACCEPTED
    [(frameworks, server)] = engine._servers.items()
    engine.warm(Spec(arena.good.limits, frameworks), count=ahead)
    server.process.kill()
    server.process.wait()
    assert arena.judge(arena.good).verdict is Verdict.ACCEPTED
    assert engine._servers[frameworks] is not server


def test_pages_that_were_there_before_the_fork_are_not_counted(arena):
    """Trap: pages touched before the fork are charged to the server; a child's own are counted."""
    report = arena.judge(arena.good)
    assert 1 < report.usage.memory_peak_mb < 100  # torch alone takes more than that


def test_a_run_whose_seed_was_given_is_marked(arena):
    """Trap: a seed predicts every input, so such a run is a replay and no graded verdict."""
    assert arena.judge(arena.good, seed="00ff").replay
    assert not arena.judge(arena.good).replay
    first, second = (arena.judge(arena.good).seed for _ in range(2))
    assert first != second
