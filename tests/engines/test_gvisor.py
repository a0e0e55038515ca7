"""The conformance suite, and what only gVisor promises, on the docker engine with the runtime runsc.

`.ci/docker start` names that runtime to its daemon where runsc is installed.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator

import docker
import pytest

from judge.engines import floor
from judge.engines.base import Engine
from judge.engines.docker import GVISOR, Docker
from judge.model import Verdict

from .conftest import make_docker
from .test_conformance import *  # noqa: F403  (each of its tests runs here on the engine below)
from .test_conformance import COUNTS_IN_THE_BACKGROUND
from .test_isolation import (  # noqa: F401
    test_no_file_of_the_host_is_visible,
    test_no_network,
    test_other_processes_are_out_of_sight,
    test_the_environment_is_clean,
    test_the_file_system_is_read_only_but_for_two_folders,
)

pytestmark = [pytest.mark.docker, pytest.mark.serial]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The docker engine over gVisor; skips where the daemon does not know it."""
    make_docker().close()
    client = docker.from_env()
    known = client.info()["Runtimes"]
    client.close()
    if GVISOR not in known:
        pytest.skip("this docker daemon has no runtime runsc: docs/operator.md says how it gets one")
    found = Docker(runtime=GVISOR)
    yield found
    found.close()


def test_programs_meet_another_kernel(start):
    life = start("import platform\ndef kernel():\n    return platform.release()\n")
    assert life.call("kernel") != platform.release()


def test_the_floor_is_met(engine):
    assert floor.lacking(engine.enforced_by, ["cgroup", "seccomp", "gvisor"]) == []


def test_a_fork_bomb_ends_with_the_container(start):
    life = start("""
        import os
        def bomb():
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
        """)
    # Refused memory or a thread, gVisor's kernel ends, and all in it.
    ends = (Verdict.MEMORY_LIMIT_EXCEEDED, Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT_EXCEEDED)
    assert life.dies("bomb").verdict in ends


@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_frozen_computes_nothing(start, frozen):
    """Here gVisor's own kernel goes on for some milliseconds a second; the program does not."""
    life = start(COUNTS_IN_THE_BACKGROUND)
    if frozen:
        life.sandbox.freeze(True)
    before = life.sandbox.usage().cpu_s
    time.sleep(0.5)
    passed = life.sandbox.usage().cpu_s - before
    life.sandbox.freeze(False)
    assert (passed < 2e-2) == frozen
    assert life.call("seen") > 0


def test_usage_counts_processor_time_and_memory(start):
    """By gVisor's clock of a process half a second of work can be a third of one by the host's."""
    life = start("""
        import time
        def work():
            block = bytearray(100 << 20)
            end = time.process_time() + 0.5
            while time.process_time() < end:
                pass
        """)
    life.call("work")
    usage = life.sandbox.usage()
    assert 0.2 < usage.cpu_s < 5
    assert usage.wall_s >= 0.4
    assert 100 <= usage.memory_peak_mb <= 301


def test_memory_is_limited(start):
    life = start("def grow():\n    kept = [bytearray(20 << 20) for _ in range(100)]\n")
    assert life.dies("grow").verdict is Verdict.MEMORY_LIMIT_EXCEEDED
