"""Many sandboxes at once: each is its own, and nothing is left of any of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from judge import wire
from judge.engines.base import Deadline, Sandbox, Spec
from judge.model import Limits
from judge.redteam.host import Host
from judge.redteam.listener import Listener

THREADS = 8
PROGRAM = """
import os, subprocess

START = ["/bin/sh"] if os.statvfs("/tmp").f_flag & os.ST_NOEXEC else []
with open("/tmp/work/mine", "x") as file:
    file.write("NUMBER")
os.chmod("/tmp/work", 0o755)
with open("/tmp/work/program", "w") as file:
    file.write("#!/bin/sh\\nprintf NUMBER")
os.chmod("/tmp/work/program", 0o755)


def look():
    said = subprocess.run([*START, "/tmp/work/program"], capture_output=True, text=True, check=True).stdout
    sockets = [fd for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]
    return [said, open("/tmp/work/mine").read(), len(sockets), len(os.listdir("/proc/self/task"))]
"""


def ask(sandbox: Sandbox, **fields: Any) -> Any:
    deadline = Deadline.after(60)
    if fields:
        sandbox.send(wire.pack(wire.REQUEST, {"program": "submission", **fields}), deadline)
    answer = wire.read(lambda size: sandbox.receive(size, deadline), wire.REPLY, wire.Caps())
    assert answer["ok"], answer["error"]["text"]
    return answer["value"]


ENGINES = [("bubblewrap", 50), pytest.param("docker", 6, marks=[pytest.mark.docker, pytest.mark.serial])]


@pytest.mark.parametrize(("engine", "count"), ENGINES)
def test_sandboxes_at_once_keep_apart_and_leave_nothing(arenas, engine, count):
    """Known holes: descriptors that leak to a neighbour's fork, a file that is busy while it is executed."""
    arena = arenas(engine)
    known: set[str] = set()
    with closing(Listener()) as listener:
        host = Host(arena.engine, listener, lambda: known)
        with ThreadPoolExecutor(THREADS) as threads:
            spec = Spec(Limits(open_files=64), ("numpy", "torch"))
            sandboxes = list(threads.map(lambda _: arena.engine.start(spec), range(count)))
            known |= {getattr(one, "identity", "none") for one in sandboxes}
            try:
                answers = list(threads.map(visit, range(count), sandboxes))
            finally:
                list(threads.map(lambda one: one.close(), sandboxes))
        assert [answer[:2] for answer in answers] == [[str(number)] * 2 for number in range(count)]
        assert len({answer[2] for answer in answers}) == 1  # a leaked descriptor would be one more
        assert host.left() == {}


def visit(number: int, sandbox: Sandbox) -> Any:
    ask(sandbox)
    source = PROGRAM.replace("NUMBER", str(number)).encode()
    ask(sandbox, op="load", source=source, filename="candidate.py", frameworks=["numpy"], entry_points=[])
    return ask(sandbox, op="call", function="look", args=(), kwargs={}, seed=1)["value"]
