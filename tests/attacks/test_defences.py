"""Each defence is needed: with it switched off, an attack that otherwise fails gets through."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judge.engines import forkserver
from judge.engines.base import Engine, Sandbox, Spec
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import JudgeError

PROGRAMS = Path(__file__).parent / "programs"


class Weakened:
    """An engine whose sandboxes lack some of their defences."""

    def __init__(self, engine: Engine, *without: str) -> None:
        self._engine = engine
        self._without = frozenset(without)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def start(self, spec: Spec) -> Sandbox:
        return self._engine.start(replace(spec, without=self._without))

    def close(self) -> None:
        """The engine itself serves other tests too."""


@pytest.fixture
def printed(arena: Any, arena_of: Callable[[Any], Any], attack_named: Callable[[str], Any]) -> Callable[..., str]:
    """What a program below programs/ prints where these defences are missing."""

    def run(name: str, *without: str) -> str:
        report = arena_of(Weakened(arena.engine, *without)).judge(attack_named(name))
        text: str = report.output.stdout
        return text

    return run


# program, what it prints when it gets through, the defences that must be missing for that
PAIRS = [
    ("own/new_namespaces", "GOT THROUGH unshare", ["seccomp"]),
    ("own/new_namespaces", "GOT THROUGH clone3", ["seccomp"]),
    ("own/kernel_interfaces", "GOT THROUGH keyctl", ["seccomp"]),
    ("own/sockets", "GOT THROUGH 16", ["seccomp"]),  # AF_NETLINK
    ("own/thirty_two_bit_calls", "GOT THROUGH", ["seccomp"]),
    ("own/mounts", "GOT THROUGH mount", ["seccomp", "capabilities"]),
    ("own/mounts", "GOT THROUGH umount", ["seccomp", "capabilities"]),
    ("own/memory_of_the_others", "GOT THROUGH /proc/1 mem", ["not-dumpable"]),
]


@pytest.mark.parametrize(("name", "sign", "without"), PAIRS)
def test_an_attack_gets_through_only_without_its_defences(printed, name, sign, without):
    assert sign in printed(name, *without)
    for kept in without:
        assert sign not in printed(name, *(one for one in without if one != kept))


def test_kernel_settings_are_kept_by_read_only_mounts_and_by_an_unprivileged_user(printed):
    """Trap: bwrap started as root still leaves core_pattern writable inside; either defence alone is enough."""
    assert "core_pattern: EACCES, read-only\n" in printed("own/kernel_settings")
    weakened = printed("own/kernel_settings", "proc-sys")
    assert "core_pattern: EACCES\n" in weakened
    assert "GOT THROUGH" not in weakened


@pytest.mark.skipif(os.geteuid() != 0, reason="another user cannot start it as root")
def test_a_sandbox_of_the_root_user_does_not_start(monkeypatch, arena_of, attack_named):
    plan = forkserver._plan
    monkeypatch.setattr(forkserver, "_plan", lambda *rest: {**plan(*rest), "uid": 0})
    with pytest.raises(JudgeError, match="sandbox"):
        arena_of(Bubblewrap()).judge(attack_named("own/kernel_settings"))


def test_an_environment_that_is_not_emptied_is_found(monkeypatch, arena_of, attack_named, canary):
    plan, name = forkserver._plan, "steal/environment_of_every_process"
    extra = {"JUDGE_SECRET": canary[::-1]}
    monkeypatch.setattr(
        forkserver, "_plan", lambda *rest: {**plan(*rest), "environment": extra | forkserver.ENVIRONMENT}
    )
    assert "GOT THROUGH JUDGE" in arena_of(Bubblewrap()).judge(attack_named(name)).output.stdout
