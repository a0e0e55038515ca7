"""A judge without any rights: a user who owns nothing, no control group that it may write, no root."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "redteam"
NOBODY = 0x6000_0000 + os.getpid()  # nobody else's, another worker's neither
JUDGE = """
import json, sys
from pathlib import Path
from judge.catalog import open_catalog
from judge.engines import choose
from judge.model import Limits, Submission
from judge.pipeline import Options, judge_submission

engine = choose("bubblewrap")
try:
    for path in sys.argv[1:]:
        challenge = open_catalog().load("attention")
        limits = Limits(wall_s=5, total_wall_s=15, memory_mb=512, cpu_s=20, processes=32)
        challenge = challenge.model_copy(update={"limits": limits})
        source = Path(path).read_bytes() + b"\\n\\n" + Path(%r).read_bytes()
        submission = Submission(name="attention.py", source=source, sha256="0" * 64)
        report = judge_submission(submission, challenge, engine, Options(runtime=False))
        told = {"verdict": report.verdict, "reason": report.reason, "printed": report.output.stdout}
        print(json.dumps({**told, "enforced_by": report.sandbox.enforced_by}), flush=True)
finally:
    engine.close()
"""


@cache
def python() -> str:
    """An interpreter of this version that another user may run; skips where there is none."""
    for path in dict.fromkeys([sys.executable, "/usr/bin/python3", f"/usr/bin/python3.{sys.version_info[1]}"]):
        code = "import sys, numpy, torch, pydantic, pytest; print(sys.version_info[:2])"
        done = as_nobody([path, "-c", code])
        if done.returncode == 0 and done.stdout.strip() == str(sys.version_info[:2]):
            return path
    pytest.skip("no interpreter with the judge's packages that a user without rights may run")


def as_nobody(command: list[str]) -> subprocess.CompletedProcess[str]:
    packages = [path for path in sys.path if path.endswith("-packages")]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join([str(ROOT), *packages])}
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        return subprocess.run(
            command, env=environment, cwd="/", capture_output=True, text=True, timeout=150, check=False, **who
        )
    except PermissionError as refused:
        return subprocess.CompletedProcess(command, 126, "", str(refused))


def readable() -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (ROOT, *ROOT.parents))


def judged(*names: str) -> list[dict[str, object]]:
    if not readable():
        pytest.skip("the repository lies where a user without rights cannot read it")
    programs = [str(PROGRAMS / f"{name}.py") for name in names]
    script = JUDGE % str(PROGRAMS / "answers/right_answer.py")
    done = as_nobody([python(), "-c", script, *programs])
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_judge_without_rights_judges_and_withstands():
    names = ["own/kill_everything", "own/memory_of_the_others", "own/handle_of_the_judge", "own/mounts", "limits/heap"]
    names += ["limits/fork_bomb", "traps/leak_by_printing"]
    reports = dict(zip(names, judged(*names), strict=True))
    assert all("GOT THROUGH" not in str(report["printed"]) for report in reports.values())
    verdicts = [reports[name]["verdict"] for name in names]
    assert verdicts[1:4] == ["accepted"] * 3, reports
    assert verdicts[0] in ("accepted", "runtime_error")
    assert verdicts[4:] == ["memory_limit_exceeded", reports["limits/fork_bomb"]["verdict"], "accepted"], reports
    assert reports["limits/fork_bomb"]["verdict"] in ("runtime_error", "time_limit_exceeded")
    end = time.monotonic() + 5
    while leftover() and time.monotonic() < end:
        time.sleep(0.02)
    assert leftover() == []


def test_the_suite_runs_without_rights_too(tmp_path):
    if not readable():
        pytest.skip("the repository lies where a user without rights cannot read it")
    code = "import sys; from judge.cli import main; sys.argv[0] = 'judge'; main()"
    flags = ["redteam", "--sandbox", "bubblewrap", "--only", "across", "--only", "own/network", "--only", "heap"]
    done = as_nobody([python(), "-c", code, *flags])
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "6 of 6 attacks contained by bubblewrap, 2 of 2 controls right" in done.stdout


def leftover() -> list[int]:
    """Processes of the user that the judge ran as."""
    if os.geteuid() != 0:
        return []
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found += [int(path.name)] if path.stat().st_uid == NOBODY else []
    return found
