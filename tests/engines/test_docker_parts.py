"""The parts of the docker engine that need no daemon: counters, owners, the build context."""

from __future__ import annotations

import io
import os
import tarfile

import pytest
from docker.errors import APIError

from judge.engines import counters, image, owner, pause
from judge.engines.base import DeadlinePassed
from judge.engines.docker import _enforced_by
from judge.errors import EngineUnavailable, JudgeError

V2 = {
    "cpu.stat": "usage_usec 1500000\nuser_usec 1\n",
    "memory.current": "1000\n",
    "memory.events": "low 0\noom 3\noom_kill 2\noom_group_kill 0\n",
    "pids.current": "5\n",
}


def test_counters_of_cgroup_version_2(tmp_path):
    for name, text in V2.items():
        (tmp_path / name).write_text(text)
    files = counters._Files(2, {"": tmp_path})
    assert files.read() == counters.Counted(cpu_s=1.5, memory_bytes=1000, memory_kills=2, processes=5)
    (tmp_path / "memory.current").write_text("400\n")
    assert files.read().memory_bytes == 1000, "without the kernel's own peak, the largest that was seen"
    files.close()
    assert files.read().memory_kills == 2, "the last figures stay"


@pytest.mark.parametrize("stat", ["cache 700\nrss 300\nshmem 40\n", "anon 300\nfile 600\nshmem 40\n"])
def test_memory_that_cannot_be_reclaimed(tmp_path, stat):
    for name, text in {**V2, "memory.stat": stat}.items():
        (tmp_path / name).write_text(text)
    files = counters._Files(2, {"": tmp_path})
    assert files.read().memory_now == 340
    files.close()


def test_the_kernels_peaks_are_preferred(tmp_path):
    for name, text in {**V2, "memory.peak": "9000\n", "pids.peak": "7\n"}.items():
        (tmp_path / name).write_text(text)
    files = counters._Files(2, {"": tmp_path})
    assert (files.read().memory_bytes, files.read().processes) == (9000, 7)
    files.close()


def test_cgroups_that_do_not_name_the_container_are_not_believed():
    assert counters._cgroup_paths("0123456789abcdef" * 4, os.getpid()) == {}


def test_stats_of_the_api_keep_their_largest_figures():
    answers = iter(
        [
            {
                "cpu_stats": {"cpu_usage": {"total_usage": 2e9}},
                "memory_stats": {"max_usage": 50},
                "pids_stats": {"current": 4},
            },
            {"cpu_stats": {}, "memory_stats": {}, "pids_stats": None},
        ]
    )
    stats = counters._Stats(lambda: next(answers))
    first = stats.read()
    assert first == counters.Counted(cpu_s=2.0, memory_bytes=50, processes=4)
    stats._next = 0.0
    assert stats.read() == first


def test_a_living_owner_keeps_its_container():
    mine = owner.labels()[owner.OWNER_LABEL]
    assert not owner.is_left_over(mine, running=True, age_s=1e9)


def test_a_dead_owner_leaves_its_container():
    place = owner.labels()[owner.OWNER_LABEL].rpartition("/")[0]
    reused = f"{place}/{os.getpid()}-1"  # our number, but it started at another time
    assert owner.is_left_over(reused, running=True, age_s=0)
    assert owner.is_left_over(f"{place}/4194305-12", running=True, age_s=0)


@pytest.mark.parametrize(("running", "age_s", "left"), [(True, 1e9, False), (False, 60, False), (False, 1e5, True)])
def test_containers_of_another_place_are_only_removed_when_long_ended(running, age_s, left):
    assert owner.is_left_over("another-boot/pid:[1]/17-99", running, age_s) is left


def test_every_container_has_a_run_of_its_own():
    assert owner.labels()[owner.RUN_LABEL] != owner.labels()[owner.RUN_LABEL]


def test_the_image_holds_the_sandbox_side_and_nothing_else():
    names = set(image.payload())
    assert {"Dockerfile", "constraints.txt", "judge/wire.py", "sandbox/container.py", "sandbox/runner.py"} <= names
    assert all(name.startswith("sandbox/") for name in names - {"Dockerfile", "constraints.txt", "judge/wire.py"})


def test_the_context_is_the_same_bytes_for_the_same_files(tmp_path):
    (tmp_path / "numpy-1-py3-none-any.whl").write_bytes(b"wheel")
    wheels = sorted(tmp_path.glob("*.whl"))
    contexts = []
    for when in (1e9, 1.5e9):
        os.utime(wheels[0], (when, when))
        target = io.BytesIO()
        image.write_context(target, image.payload(), wheels)
        contexts.append(target.getvalue())
    assert contexts[0] == contexts[1]
    with tarfile.open(fileobj=io.BytesIO(contexts[0])) as archive:
        assert set(archive.getnames()) == {*image.payload(), "wheels/numpy-1-py3-none-any.whl"}
        assert all(entry.isfile() and entry.uid == 0 and entry.mode == 0o644 for entry in archive)


def test_a_changed_file_changes_the_hash_and_makes_the_image_stale():
    files = image.payload()
    image.check({image.PAYLOAD_LABEL: image.payload_hash(files)}, "some:tag")
    files["sandbox/runner.py"] += b"\n"
    for labels in ({image.PAYLOAD_LABEL: image.payload_hash(files)}, {}):
        with pytest.raises(EngineUnavailable, match='run "judge image build"'):
            image.check(labels, "some:tag")


ABLE = {
    "MemoryLimit": True,
    "PidsLimit": True,
    "CpuCfsQuota": True,
    "SecurityOptions": ["name=seccomp,profile=default"],
}


def test_a_daemon_that_holds_all_limits_is_taken():
    assert _enforced_by({**ABLE, "CgroupVersion": "2"}, None)["memory"] == "cgroup v2"


@pytest.mark.parametrize("lacking", ABLE)
def test_a_daemon_that_cannot_hold_a_limit_is_refused(lacking):
    with pytest.raises(EngineUnavailable):
        _enforced_by({**ABLE, lacking: None}, None)


class Daemon:
    """Refuses every order with one complaint."""

    def __init__(self, complaint: str) -> None:
        self.complaint = complaint

    def pause(self, _identity: str) -> None:
        raise APIError(self.complaint)

    unpause = pause


RESTLESS = "Cannot pause container 1: OCI runtime pause failed: unable to freeze: unknown"


@pytest.mark.parametrize(
    ("complaint", "paused", "due"),
    [
        (RESTLESS, True, DeadlinePassed),
        ("timeout of 10s reached waiting for the cgroup to freeze", True, DeadlinePassed),
        ("freezer cgroup not mounted", True, JudgeError),
        ("no space left on device", True, JudgeError),
        (RESTLESS, False, JudgeError),
    ],
)
def test_only_restless_processes_are_blamed_for_not_being_paused(monkeypatch, complaint, paused, due):
    monkeypatch.setattr(pause, "_PATIENCE_S", 0.05)
    with pytest.raises(due):
        pause.set_paused(Daemon(complaint), "1", paused, lambda: True)  # type: ignore[arg-type]


def test_a_container_that_has_ended_is_not_paused():
    assert pause.set_paused(Daemon("is not running"), "1", True, lambda: False) is False  # type: ignore[arg-type]
