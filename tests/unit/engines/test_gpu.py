"""GPUs, on machines that have none: lending, waiting, release by death, and the watch over what is held."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from judge.engines import docker as engine
from judge.engines import gpu
from judge.engines.base import Spec
from judge.errors import EngineUnavailable
from judge.model import Limits

HOLDS = """
import sys, time
from pathlib import Path
from judge.engines import gpu
gpu.claim(Path(sys.argv[1]), Path(sys.argv[2]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """What a driver lists of two GPUs, and a folder for locks."""
    for name in ("listed/0000:01:00.0", "listed/0000:02:00.0", "locks"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path / "listed", tmp_path / "locks"


def test_each_gpu_is_lent_once(two: tuple[Path, Path]) -> None:
    first, second = gpu.claim(*two), gpu.claim(*two)
    assert (first.index, second.index) == (0, 1)
    with pytest.raises(EngineUnavailable, match=r"no GPU became free within 0 s: see fuser"):
        gpu.claim(*two, patience_s=0)
    first.close()
    first.close()
    again = gpu.claim(*two, patience_s=0)
    assert again.index == 0
    again.close()
    second.close()


def test_a_taken_gpu_is_waited_for(two: tuple[Path, Path]) -> None:
    held = [gpu.claim(*two), gpu.claim(*two)]
    threading.Timer(0.3, held[1].close).start()
    begun = time.monotonic()
    found = gpu.claim(*two, patience_s=20)
    assert found.index == 1
    assert time.monotonic() - begun > 0.2
    found.close()
    held[0].close()


def test_death_gives_a_gpu_back(two: tuple[Path, Path]) -> None:
    paths = [str(path) for path in two]
    with subprocess.Popen([sys.executable, "-c", HOLDS, *paths], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        other = gpu.claim(*two, patience_s=0)
        assert other.index == 1
        holder.kill()
        holder.wait()
        found = gpu.claim(*two, patience_s=5)
    assert found.index == 0
    found.close()
    other.close()


def test_a_machine_without_a_gpu_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="use --device cpu"):
        gpu.claim(tmp_path / "nothing", tmp_path)


def test_locks_lie_where_only_this_user_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() or 4711)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "judge").mkdir(mode=0o700)
    os.chown(tmp_path / "judge", os.geteuid(), -1)
    assert gpu._own_folder() == tmp_path / "judge"
    (tmp_path / "judge").chmod(0o777)
    with pytest.raises(EngineUnavailable, match="only this user may write"):
        gpu._own_folder()
    (tmp_path / "judge").rmdir()
    (tmp_path / "judge").symlink_to("/tmp")
    with pytest.raises(EngineUnavailable):
        gpu._own_folder()


def test_a_device_is_passed_only_when_asked() -> None:
    spec = Spec(Limits(), ("torch",))
    assert "device_requests" not in engine._host_settings(spec, None)
    (asked,) = engine._host_settings(Spec(Limits(), ("torch",), "cuda"), None, 1)["device_requests"]
    assert asked["DeviceIDs"] == ["1"]
    assert asked["Count"] in (None, 0)


def test_the_watch_adds_up_what_our_processes_hold() -> None:
    lines = "print('7, 1000\\n8, 250\\n9, 4000\\nNo running processes found\\n[N/A]')"
    watch = gpu.MemoryWatch(lambda: {7, 8}, (sys.executable, "-c", lines))
    end = time.monotonic() + 10
    while watch.peak_mb == 0 and time.monotonic() < end:
        time.sleep(0.05)
    watch.close()
    watch.close()
    assert watch.peak_mb == 1250


@pytest.mark.parametrize("query", [("judge-no-such-program",), (sys.executable, "-c", "raise SystemExit(9)")])
def test_a_watch_that_sees_nothing_does_no_harm(monkeypatch: pytest.MonkeyPatch, query: tuple[str, ...]) -> None:
    monkeypatch.setattr(gpu, "_WATCH_S", 0.01)
    watch = gpu.MemoryWatch(lambda: {7}, query)
    time.sleep(0.3)
    watch.close()
    assert watch.peak_mb == 0
