"""The launcher: a user without privileges, an environment without secrets, and every source where that user can see it.

A shell stands in for bubblewrap and tells what it was started with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from judge.engines import launch

SCRIPT = Path(launch.__file__)
UID = 0x7000_0000 + os.getpid()
TELL = """
id -u; id -g; id -G; grep -E '^(NoNewPrivs|CapEff)' /proc/self/status | tr -d '\\t'; echo "env:$(env | tr '\\n' ' ')"
while [ $# -gt 0 ]; do
    case $1 in
        --ro-bind) echo "bind:$3:$(cat "$2" 2>/dev/null || ls "$2")"; shift 3;;
        --ro-bind-data) echo "data:$3:$(cat <&$2)"; shift 3;;
        *) echo "word:$1"; shift;;
    esac
done
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="becomes an unprivileged user, which only root can")


def launched(
    binds: list[tuple[Path, str]], groups: tuple[int, ...] | None = None, **changes: Any
) -> subprocess.CompletedProcess[str]:
    plan = {
        "bwrap": "/bin/sh",
        "uid": UID,
        "binds": [[str(source), inside] for source, inside in binds],
        "files": {"/etc/passwd": "candidate:x:1:1::/tmp:/bin/false\n"},
        "before": ["-c", TELL, "bwrap", "--unshare-all"],
        "after": ["--chdir", "/tmp"],
        "environment": {"PATH": "/usr/bin:/bin", "HOME": "/tmp"},
    }
    command = [sys.executable, "-I", "-S", "-B", str(SCRIPT), json.dumps({**plan, **changes})]
    environment = {"JUDGE_SECRET": "canary"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, extra_groups=groups)


def told(binds: list[tuple[Path, str]], **changes: Any) -> list[str]:
    done = launched(binds, **changes)
    if "is refused" in done.stderr:
        pytest.skip(f"no mount namespace can be made here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_words_stand_around_the_binds_and_the_files():
    lines = [line for line in told([]) if line.startswith(("word:", "bind:", "data:"))]
    assert lines == [
        "word:--unshare-all",
        "data:/etc/passwd:candidate:x:1:1::/tmp:/bin/false",
        "word:--chdir",
        "word:/tmp",
    ]


def test_the_environment_is_the_plans_and_no_privilege_can_be_gained():
    lines = told([])
    [environment] = [line for line in lines if line.startswith("env:")]
    assert "canary" not in environment
    assert "HOME=/tmp" in environment
    assert "NoNewPrivs:1" in lines


@as_root
def test_root_becomes_a_user_that_owns_nothing():
    lines = told([], groups=(0, 4, 12345))
    assert lines[:3] == [str(UID)] * 3
    assert "CapEff:" + "0" * 16 in lines


@as_root
def test_sources_that_only_root_can_reach_are_shown_all_the_same(tmp_path):
    locked = tmp_path / "locked"
    (locked / "packages").mkdir(parents=True)
    (locked / "packages/numpy").touch()
    (locked / "wire.py").write_text("WIRE = 1\n")
    locked.chmod(0o700)
    lines = told([(locked / "packages", "/opt/packages"), (locked / "wire.py", "/judge/sandbox/wire.py")])
    assert "bind:/opt/packages:numpy" in lines
    assert "bind:/judge/sandbox/wire.py:WIRE = 1" in lines


@as_root
def test_a_source_where_the_stage_comes_to_lie_is_still_shown(tmp_path):
    folder = Path("/run") / f"judge-test-{os.getpid()}"
    folder.mkdir()
    try:
        (folder / "wire.py").write_text("WIRE = 2\n")
        assert "bind:/judge/wire.py:WIRE = 2" in told([(folder / "wire.py", "/judge/wire.py")])
    finally:
        (folder / "wire.py").unlink()
        folder.rmdir()


@as_root
def test_the_stage_is_seen_by_nobody_else(tmp_path):
    assert "bind:/opt/packages:" in "".join(told([(tmp_path, "/opt/packages")]))
    assert str(tmp_path) not in Path("/proc/self/mountinfo").read_text()
    assert "/opt/packages" not in Path("/proc/self/mountinfo").read_text()


def test_what_does_not_exist_is_told(tmp_path):
    done = launched([(tmp_path / "gone", "/opt/gone")], bwrap=str(tmp_path / "no bwrap"))
    assert done.returncode != 0
    assert "No such file" in done.stderr
    assert done.stdout == ""
