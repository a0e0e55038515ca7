"""The program as a process: signals, import path, pipes, start-up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A pipeline that accepts everything, and a reader of stdout that has gone.
ACCEPTING = """
import os, sys, types
import judge, judge.engines
from judge.model import Report, SubmissionIdentity

def accept(submission, *_arguments):
    known = SubmissionIdentity(name=submission.name, sha256=submission.sha256)
    return Report(challenge=None, submission=known, verdict="accepted", reason="", score=1, max_score=1)

class Engine:
    def warm(self, spec, count):
        pass
    def close(self):
        pass

judge.engines.choose = lambda name, secret: Engine()
judge.pipeline = sys.modules["judge.pipeline"] = types.ModuleType("judge.pipeline")
judge.pipeline.Options = lambda **_options: None
judge.pipeline.judge_submission = accept
reading, writing = os.pipe()
os.close(reading)
os.dup2(writing, 1)
from judge.cli import main
main()
"""

# A pipeline that never ends and an engine that takes its time to close: what Ctrl-C meets in real life.
HANGING = """
import sys, time, types
from pathlib import Path
import judge, judge.engines

class Engine:
    name = "fake"
    def warm(self, spec, count):
        pass
    def close(self):
        Path("closing").touch()
        time.sleep(0.5)
        Path("closed").touch()

def hang(*_arguments):
    Path("started").touch()
    time.sleep(60)

judge.engines.choose = lambda name, secret: Engine()
judge.pipeline = sys.modules["judge.pipeline"] = types.ModuleType("judge.pipeline")
judge.pipeline.Options = lambda **_options: None
judge.pipeline.judge_submission = hang
from judge.cli import main
main()
"""


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUDGE_")}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def run(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from judge.cli import main; main()", *arguments],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def wait_for(file: Path) -> None:
    end = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < end, f"{file} never came"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_cleans_up(tmp_path: Path, pack: Path, number: signal.Signals) -> None:
    (tmp_path / "mean_pool.py").write_text("")
    arguments = ["submit", "mean_pool.py", "--pack", str(pack), "--json", "-"]
    with subprocess.Popen(
        [sys.executable, "-c", HANGING, *arguments],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for(tmp_path / "started")
        process.send_signal(number)
        wait_for(tmp_path / "closing")
        # The impatient press twice; the sandbox is removed all the same.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (tmp_path / "closed").exists()
    assert json.loads(out)["reason"] == "interrupted"
    assert "Traceback" not in err


@pytest.mark.parametrize("extra", [[], ["--json", "-"]])
def test_a_reader_that_has_gone_changes_no_verdict(tmp_path: Path, pack: Path, extra: list[str]) -> None:
    (tmp_path / "mean_pool.py").write_text("")
    arguments = ["submit", "mean_pool.py", "--pack", str(pack), "--quiet", "--junit", "report.xml", *extra]
    done = subprocess.run(
        [sys.executable, "-c", ACCEPTING, *arguments],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "report.xml").exists()


def test_files_in_the_current_folder_are_never_imported(tmp_path: Path) -> None:
    for name in ("click", "rich", "pydantic", "numpy", "judge_extra"):
        (tmp_path / f"{name}.py").write_text(f"open('ran-{name}', 'w').close()")
    done = run("list", "--json", cwd=tmp_path, PYTHONPATH=f"{ROOT}::.:{tmp_path}")
    assert not list(tmp_path.glob("ran-*"))
    assert "click" not in done.stderr


def test_it_runs_from_a_folder_that_is_gone(tmp_path: Path) -> None:
    script = "import os; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone'); from judge.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--version"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("judge, version ")


def test_an_ascii_terminal_gets_no_traceback(tmp_path: Path, pack: Path) -> None:
    file = pack / "challenges/mean-pool/challenge.toml"
    file.write_text(file.read_text().replace("Title of", "∑x/n is"))
    for command in (["list"], ["show", "mean-pool"]):
        done = run(*command, "--pack", str(pack), cwd=tmp_path, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, "")
        assert "mean-pool" in done.stdout


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from judge.cli import run; run(['submit', '--help']);"
        "heavy = {'torch', 'numpy', 'rich', 'pydantic', 'docker', 'jsonschema', 'pytest', 'junitparser'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["nonsense"], 2), (["show", "nothing"], 2)])
def test_exit_codes_reach_the_shell(tmp_path: Path, pack: Path, arguments: list[str], code: int) -> None:
    assert run(*arguments, cwd=tmp_path, JUDGE_PACK=str(pack)).returncode == code
