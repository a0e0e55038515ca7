"""Each defence is needed: with it switched off, an attack that otherwise fails gets through."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from judge.engines import forkserver
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import JudgeError

from .weakened import Weakened, less, plan, sandbox_side

Printed = Callable[..., str]


@pytest.fixture
def printed(arena: Any, arena_of: Callable[[Any], Any], attack_named: Callable[[str], Any]) -> Printed:
    """What a program prints where these defences are missing."""

    def run(name: str, *without: str) -> str:
        weak = arena_of(Weakened(arena.engine, *without))
        return str(weak.judge(weak.prepared(attack_named(name))).output.stdout)

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
def test_a_sandbox_of_the_root_user_does_not_start(arena_of, attack_named):
    with plan(uid=lambda _: 0), pytest.raises(JudgeError, match="sandbox"):
        arena_of(Bubblewrap()).judge(attack_named("own/kernel_settings"))


def test_an_environment_that_is_not_emptied_is_found(arena_of, attack_named, canaries):
    extra = {"JUDGE_SECRET": canaries.environment[::-1]}
    with plan(environment=lambda _: extra | forkserver.ENVIRONMENT):
        told = arena_of(Bubblewrap()).judge(attack_named("steal/environment_of_every_process"))
    assert "GOT THROUGH JUDGE" in told.output.stdout


NET = "    | linux.CLONE_NEWNET\n"
OTHERS = ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
LAYERS: dict[str, tuple[Callable[[], Any], tuple[tuple[str, str, str], ...], tuple[str, ...]]] = {
    "outer namespace": (lambda: plan(before=lambda words: OTHERS + words[1:]), (), ()),
    "inner namespace": (plan, (("isolate.py", NET, ""),), ()),
    "seccomp": (plan, (), ("seccomp",)),
}


@pytest.mark.parametrize("kept", [None, *LAYERS])
def test_the_host_is_reached_only_without_all_three_layers_of_the_network(arena_of, attack_named, tmp_path, kept):
    gone = [layer for name, layer in LAYERS.items() if name != kept]
    bwrap = next((start for start, _, _ in gone if start is not plan), plan)
    changes = [change for _, parts, _ in gone for change in parts]
    with bwrap(), sandbox_side(tmp_path / "side", *changes):
        engine = Weakened(Bubblewrap(), *(word for _, _, words in gone for word in words))
        weak = arena_of(engine)
        try:
            trial = weak.meet(attack_named("own/network"))
        finally:
            engine._engine.close()
    reached = "tcp" in next(one.found for one in trial.conditions if one.name == "network")
    assert reached is (kept is None)


TMP = '    _mount_tmp(orders.keep, quiet, f"{size},mode=1777")\n'
SHM = '    linux.mount("tmpfs", "/dev/shm", "tmpfs", quiet | linux.MS_NOEXEC, f"{size},mode=1777")\n'
WORK = '    os.mkdir("/tmp/work")\n'
# what an earlier run's message is found by, changes of the plan, changes of the sandbox side
SHARED = {
    "GOT THROUGH shm": ({}, [("isolate.py", "    | linux.CLONE_NEWIPC\n", "")]),
    "GOT THROUGH /tmp/attack-left-message": (
        {},
        [("isolate.py", TMP, ""), ("isolate.py", WORK, '    os.makedirs("/tmp/work", exist_ok=True)\n')],
    ),
    "GOT THROUGH /dev/shm/attack-left-message": (
        {"after": less("--remount-ro", "/dev")},
        [("isolate.py", SHM, '    os.makedirs("/dev/shm", exist_ok=True)\n')],
    ),
    "GOT THROUGH /dev/mqueue/attack-left-message": ({"after": less("--remount-ro", "/dev")}, []),
    "GOT THROUGH /etc/__pycache__/attack-left-message": ({"after": less("--remount-ro", "/")}, []),
}


@pytest.mark.parametrize("sign", SHARED)
def test_a_later_run_finds_what_is_not_kept_apart(arena, arena_of, attack_named, tmp_path, sign):
    changed, changes = SHARED[sign]
    attack = attack_named("across/find_messages")
    with plan(**changed), sandbox_side(tmp_path / "side", *changes):
        weak = arena_of(Bubblewrap())
        assert sign in weak.judge(weak.prepared(attack)).output.stdout
    assert "GOT THROUGH" not in arena.judge(arena.prepared(attack)).output.stdout


INSIDE = [
    ("own/inherited_descriptors", [("server.py", "        os.closerange(kept + 1, 1 << 16)\n", "")]),
    ("own/core_dumps", [("isolate.py", "        resource.RLIMIT_CORE: 1,", "        resource.RLIMIT_CORE: 0,")]),
    ("limits/locked_memory", [("isolate.py", "        resource.RLIMIT_MEMLOCK: 0,\n", "")]),
]


@pytest.mark.parametrize(("name", "changes"), INSIDE, ids=[name for name, _ in INSIDE])
def test_what_a_sandbox_does_to_itself_is_needed(arena, arena_of, attack_named, tmp_path, name, changes):
    with sandbox_side(tmp_path / "side", *changes):
        assert "GOT THROUGH" in arena_of(Bubblewrap()).judge(attack_named(name)).output.stdout
    assert "GOT THROUGH" not in arena.judge(attack_named(name)).output.stdout


@pytest.mark.parametrize("namespace", ["NEWUSER", "NEWNS", "NEWPID", "NEWUTS"])
def test_without_these_namespaces_nothing_runs_at_all(arena_of, tmp_path, namespace):
    """Later steps need them, so an engine that could not make one fails instead of going on without."""
    other = {"NEWUSER": "    linux.CLONE_NEWUSER\n    | linux.CLONE_NEWNS\n"}
    old, new = other.get(namespace, f"    | linux.CLONE_{namespace}\n"), ""
    if namespace == "NEWUSER":
        new = "    linux.CLONE_NEWNS\n"
    with sandbox_side(tmp_path / "side", ("isolate.py", old, new)):
        weak = arena_of(Bubblewrap())
        with pytest.raises(JudgeError, match="set up"):
            weak.judge(weak.good)


def test_the_names_of_control_groups_are_hidden_by_a_namespace(arena, arena_of, attack_of, tmp_path):
    attack = attack_of('print(open("/proc/self/cgroup").read())\n', "accepted", follows=True)
    if arena.engine._groups is None:
        pytest.skip("no control groups here")
    assert "judge-" not in arena.judge(attack).output.stdout
    with sandbox_side(tmp_path / "side", ("isolate.py", "    | linux.CLONE_NEWCGROUP\n", "")):
        assert "judge-" in arena_of(Bubblewrap()).judge(attack).output.stdout
