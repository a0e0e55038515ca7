"""Each defence of the docker engine is needed: with it switched off, an attack that otherwise fails gets through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from judge.engines.docker import _DEFENCES
from judge.model import Verdict

from .weakened import Weakened

pytestmark = [pytest.mark.docker, pytest.mark.serial]


@pytest.fixture
def docker_arena(arenas: Callable[[str], Any]) -> Any:
    return arenas("docker")


@pytest.fixture
def without(docker_arena: Any, arena_of: Callable[[Any], Any]) -> Callable[..., Any]:
    """The docker arena without these defences."""
    return lambda *names: arena_of(Weakened(docker_arena.engine, *names))


BOUNDING = """
with open("/proc/self/status") as file:
    if any(line.split()[1].strip("0") for line in file if line.startswith("CapBnd")):
        print("GOT THROUGH")
print("tried")
"""
WRITES = """
import os
for folder in ("/var/tmp", "/run/lock"):
    try:
        open(f"{folder}/attack-left", "w").close()
        print("GOT THROUGH", folder)
    except OSError:
        continue
print("tried")
"""


@pytest.mark.parametrize(("defence", "source"), [("capabilities", BOUNDING), ("read-only", WRITES)])
def test_it_is_needed(docker_arena, without, attack_of, defence, source):
    attack = attack_of(source, "accepted", follows=True)
    docker_arena.withstand(attack)
    assert "GOT THROUGH" in without(defence).judge(attack).output.stdout


@pytest.mark.parametrize(("name", "sign"), [("own/new_namespaces", "unshare"), ("own/kernel_interfaces", "keyctl")])
def test_the_filter_is_needed(without, attack_named, name, sign):
    assert f"GOT THROUGH {sign}" in without("seccomp").judge(attack_named(name)).output.stdout


def test_the_empty_network_is_needed(docker_arena, without, attack_named, monkeypatch):
    """The tests' daemon has no bridge, so what stands for a network is the host's own."""
    monkeypatch.setitem(_DEFENCES, "network", ())
    made = docker_arena.engine._client.api.create_host_config
    api = docker_arena.engine._client.api
    monkeypatch.setattr(api, "create_host_config", lambda **host: made(**{**host, "network_mode": "host"}))
    weak = without("network", "seccomp")
    report = weak.judge(weak.prepared(attack_named("own/network")))
    assert "GOT THROUGH 127.0.0.1" in report.output.stdout


HEAVY = "def on_call(*_):\n    kept = bytearray(b'x') * (600 << 20)\n"
MANY = "import os, time\ndef on_call(*_):\n    [os.fork() or time.sleep(60) for _ in range(24)]\n"


@pytest.mark.parametrize(
    ("defence", "source", "limits", "verdict"),
    [
        ("memory", HEAVY, {"memory_mb": 300}, "memory_limit_exceeded"),
        ("processes", MANY, {"processes": 16}, "runtime_error"),
    ],
)
def test_a_limit_is_needed(docker_arena, without, attack_of, defence, source, limits, verdict):
    attack = attack_of(source, verdict, follows=True, wall_s=10, total_wall_s=40, **limits)
    docker_arena.withstand(attack)
    assert without(defence).judge(attack).verdict is not Verdict(verdict)


def test_every_defence_that_can_be_switched_off_is_tried_here():
    assert set(_DEFENCES) == {"network", "capabilities", "read-only", "memory", "processes"}
