"""Control groups: which are usable, what is written, what is read, and that nothing stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from judge.engines import cgroups
from judge.engines.base import DeadlinePassed
from judge.engines.cgroups import Group, Groups, find
from judge.errors import JudgeError
from judge.model import Limits

LIMITS = Limits(memory_mb=200, processes=24)
V1 = ("memory", "pids", "cpu", "cpuacct", "freezer")


def make_v2(folder: Path, delegated: str = "memory pids cpu", available: str = "cpuset cpu io memory pids") -> Path:
    """A folder like those of a mounted version 2."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cgroup.controllers").write_text(available)
    (folder / "cgroup.subtree_control").write_text(delegated)
    (folder / "cgroup.procs").write_text("")
    return folder


def own(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "own"
    file.write_text(text)
    return file


def make_v1(root: Path, controllers: tuple[str, ...] = V1) -> Path:
    for name in controllers:
        (root / name).mkdir(parents=True)
        (root / name / "cgroup.procs").write_text("")
    return root


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a write to cgroup.subtree_control mean what it means to the kernel."""
    write = Path.write_text

    def write_text(path: Path, text: str, *args: str) -> int:
        if path.name == "cgroup.subtree_control" and text.startswith("+"):
            asked = {word.removeprefix("+") for word in text.split()}
            if not asked <= set((path.parent / "cgroup.controllers").read_text().split()):
                raise OSError(2, "No such file or directory")
            text = " ".join(sorted(asked | set(path.read_text().split())))
        return write(path, text, *args)

    monkeypatch.setattr(Path, "write_text", write_text)


def test_version_2_is_taken_where_all_three_controllers_are_delegated(tmp_path):
    root = make_v2(tmp_path / "cgroup")
    groups = find(root, own(tmp_path, "0::/\n"))
    assert groups == Groups(2, dict.fromkeys(("memory", "pids", "cpu"), root))


@pytest.mark.usefixtures("kernel")
def test_missing_controllers_are_switched_on(tmp_path):
    root = make_v2(tmp_path / "cgroup", delegated="memory")
    groups = find(root, own(tmp_path, "0::/\n"))
    assert groups is not None
    assert set((root / "cgroup.subtree_control").read_text().split()) == {"memory", "pids", "cpu"}


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("available", ["memory pids", "cpu cpuset io", ""])
def test_a_controller_that_does_not_exist_makes_version_2_unusable(tmp_path, available):
    root = make_v2(tmp_path / "cgroup", delegated="", available=available)
    assert find(root, own(tmp_path, "0::/\n")) is None


def test_a_refused_delegation_makes_version_2_unusable(tmp_path):
    root = make_v2(tmp_path / "cgroup", delegated="memory pids")
    (root / "cgroup.subtree_control").unlink()
    (root / "cgroup.subtree_control").mkdir()  # can neither be read nor written, by root either
    assert find(root, own(tmp_path, "0::/\n")) is None


@pytest.mark.parametrize("level", ["user.slice/user-1.slice", "user.slice/user-1.slice/judge.scope"])
def test_below_the_root_the_own_group_and_the_one_above_are_tried(tmp_path, level):
    root = make_v2(tmp_path / "cgroup", delegated="memory")
    mine = "user.slice/user-1.slice/judge.scope"
    for folder in ("user.slice", "user.slice/user-1.slice", mine):
        make_v2(root / folder, delegated="memory pids cpu" if folder == level else "")
    groups = find(root, own(tmp_path, f"12:memory:/other\n0::/{mine}\n"))
    assert groups is not None
    assert set(groups.parents.values()) == {root / level}


def test_version_1_needs_all_five_hierarchies(tmp_path):
    whole = make_v1(tmp_path / "whole")
    assert find(whole, own(tmp_path, "0::/\n")) == Groups(1, {name: whole / name for name in V1})
    for missing in V1:
        partial = make_v1(tmp_path / f"no-{missing}", tuple(name for name in V1 if name != missing))
        assert find(partial, own(tmp_path, "0::/\n")) is None


def test_version_2_goes_before_version_1(tmp_path):
    root = make_v1(make_v2(tmp_path / "cgroup"))
    groups = find(root, own(tmp_path, "0::/\n"))
    assert groups is not None
    assert groups.version == 2


def test_no_hierarchy_at_all_is_none(tmp_path):
    assert find(tmp_path / "nothing", own(tmp_path, "")) is None


def groups_v2(tmp_path: Path) -> Groups:
    return Groups(2, dict.fromkeys(("memory", "pids", "cpu"), make_v2(tmp_path / "v2")))


def groups_v1(tmp_path: Path) -> Groups:
    root = make_v1(tmp_path / "v1")
    return Groups(1, {name: root / name for name in V1})


def test_limits_of_version_2(tmp_path):
    group = groups_v2(tmp_path).make("7-1", LIMITS)
    folder = tmp_path / "v2/judge-7-1"
    assert set(group.folders.values()) == {folder}
    assert (folder / "memory.max").read_text() == str(200 << 20)
    assert 24 < int((folder / "pids.max").read_text()) <= 28  # the sandbox's own processes come on top
    quota, period = (folder / "cpu.max").read_text().split()
    assert quota == period  # one core
    assert not (folder / "memory.swap.max").exists()  # the kernel has none here: nothing to write


def test_swap_counts_as_memory_where_there_is_some(tmp_path, monkeypatch):
    mkdir = Path.mkdir

    def with_swap(path: Path) -> None:
        mkdir(path)
        (path / ("memory.swap.max" if "v2" in str(path) else "memory.memsw.limit_in_bytes")).touch()

    monkeypatch.setattr(Path, "mkdir", lambda path, *args, **options: with_swap(path))
    parent = tmp_path / "v2"
    with_swap(parent)
    folder = Groups(2, dict.fromkeys(("memory", "pids", "cpu"), parent)).make("7-1", LIMITS).folders["memory"]
    assert (folder / "memory.swap.max").read_text() == "0"
    parents = {name: tmp_path / name for name in V1}
    for one in parents.values():
        with_swap(one)
    folder = Groups(1, parents).make("7-1", LIMITS).folders["memory"]
    assert (folder / "memory.memsw.limit_in_bytes").read_text() == str(200 << 20)


def test_limits_of_version_1(tmp_path):
    groups_v1(tmp_path).make("7-1", LIMITS)
    root = tmp_path / "v1"
    assert (root / "memory/judge-7-1/memory.limit_in_bytes").read_text() == str(200 << 20)
    assert 24 < int((root / "pids/judge-7-1/pids.max").read_text()) <= 28
    quota = (root / "cpu/judge-7-1/cpu.cfs_quota_us").read_text()
    assert quota == (root / "cpu/judge-7-1/cpu.cfs_period_us").read_text()
    assert (root / "freezer/judge-7-1").is_dir()
    assert (root / "cpuacct/judge-7-1").is_dir()


@pytest.mark.parametrize("make", [groups_v1, groups_v2])
def test_a_process_is_added_to_every_hierarchy(tmp_path, make):
    group = make(tmp_path).make("7-1", LIMITS)
    group.add(4711)
    assert {(folder / "cgroup.procs").read_text() for folder in group.folders.values()} == {"4711"}
    assert group.members() == [4711]


COUNTERS = {
    2: {
        "memory.peak": "123456789\n",
        "memory.events": "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 0\n",
        "cpu.stat": "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n",
        "pids.peak": "11\n",
        "pids.current": "4\n",
        "pids.events": "max 5\n",
    },
    1: {
        "memory.max_usage_in_bytes": "123456789\n",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
        "cpuacct.usage": "2500000000\n",
        "pids.current": "11\n",
        "pids.events": "max 5\n",
    },
}


@pytest.mark.parametrize("version", [1, 2])
def test_counters_are_read(tmp_path, version):
    for name, text in COUNTERS[version].items():
        (tmp_path / name).write_text(text)
    group = Group(version, dict.fromkeys(V1, tmp_path))
    assert group.memory_peak() == 123456789
    assert group.memory_kills() == 2
    assert group.cpu_s() == 2.5
    assert group.processes_peak() == 9  # without keeper and init
    assert group.processes_refused() == 5


@pytest.mark.parametrize("version", [1, 2])
def test_counters_that_are_not_there_are_zero(tmp_path, version):
    group = Group(version, dict.fromkeys(V1, tmp_path / "gone"))
    figures = [group.memory_peak(), group.memory_kills(), group.cpu_s(), group.processes_peak()]
    assert figures == [0, 0, 0, 0]
    assert group.processes_refused() == 0
    assert group.members() == []
    (tmp_path / "memory.peak").write_text("max\n")
    assert Group(2, dict.fromkeys(V1, tmp_path)).memory_peak() == 0


def test_what_the_kernel_refuses_is_our_fault_and_leaves_nothing(tmp_path):
    groups = groups_v1(tmp_path)
    another = tmp_path / "v1/cpu/judge-7-1"
    another.mkdir()
    with pytest.raises(JudgeError, match="judge doctor"):
        groups.make("7-1", LIMITS)
    assert another.exists()
    assert not any((tmp_path / "v1" / name / "judge-7-1").exists() for name in V1 if name != "cpu")


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("make", [groups_v1, groups_v2])
def test_a_sweep_removes_the_groups_of_dead_judges_only(tmp_path, make):
    groups = make(tmp_path)
    kept = [f"judge-{os.getpid()}-1", "judge-1-3", "judge-x-1", "judge-", "another", f"not-judge-{dead_pid()}-1"]
    for parent in set(groups.parents.values()):
        for name in [*kept, f"judge-{dead_pid()}-1", f"judge-{dead_pid()}-22"]:
            (parent / name).mkdir(exist_ok=True)
    groups.sweep()
    for parent in groups.parents.values():
        assert sorted(path.name for path in parent.iterdir() if path.is_dir()) == sorted(kept)


def test_a_sweep_leaves_what_is_still_in_use(tmp_path):
    groups = groups_v2(tmp_path)
    busy = tmp_path / f"v2/judge-{dead_pid()}-1"
    (busy / "child").mkdir(parents=True)  # a folder that is not empty is refused, as the kernel refuses a busy group
    groups.sweep()
    assert busy.exists()


def test_removal_of_what_is_gone_is_no_fault(tmp_path):
    Group(1, {name: tmp_path / name for name in V1}).remove(0)
    (tmp_path / "memory").mkdir()
    Group(1, {name: tmp_path / name for name in V1}).remove(0)
    assert not (tmp_path / "memory").exists()


def test_removal_that_the_kernel_refuses_is_our_fault(tmp_path):
    (tmp_path / "memory/child").mkdir(parents=True)
    with pytest.raises(JudgeError, match="could not be removed"):
        Group(2, {"memory": tmp_path / "memory", "pids": tmp_path / "memory"}).remove(0.01)


def test_freezing_waits_until_everything_stands_still(tmp_path):
    one = Group(1, {"freezer": tmp_path})
    one.freeze(frozen=True)
    assert (tmp_path / "freezer.state").read_text() == "FROZEN"
    one.freeze(frozen=False)
    assert (tmp_path / "freezer.state").read_text() == "THAWED"
    two = Group(2, {"memory": tmp_path})
    (tmp_path / "cgroup.events").write_text("populated 1\nfrozen 1\n")
    two.freeze(frozen=True)
    assert (tmp_path / "cgroup.freeze").read_text() == "1"
    two.freeze(frozen=False)
    assert (tmp_path / "cgroup.freeze").read_text() == "0"


def test_processes_that_do_not_freeze_are_told_from_a_kernel_that_refuses(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroups, "_FREEZE_S", 0.02)
    (tmp_path / "cgroup.events").write_text("populated 1\nfrozen 0\n")
    with pytest.raises(DeadlinePassed):
        Group(2, {"memory": tmp_path}).freeze(frozen=True)
    assert (tmp_path / "cgroup.freeze").read_text() == "0"
    with pytest.raises(JudgeError, match="frozen"):
        Group(1, {"freezer": tmp_path / "gone"}).freeze(frozen=True)
