"""Small challenges, made up for one test each, judged in real sandboxes of one warm engine."""

from __future__ import annotations

import ast
import hashlib
import os
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from judge.engines.base import Engine, Spec
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import EngineUnavailable
from judge.model import Challenge, Limits, Report, Runtime, Submission, Tolerance, Verdict
from judge.pipeline import Options, judge_submission

LIMITS = Limits(wall_s=10, total_wall_s=60, memory_mb=1024, output_kb=64)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The embedded engine, warm from the first use on."""
    try:
        made = Bubblewrap()
        made.start(Spec(LIMITS, ("numpy",))).close()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_BUBBLEWRAP") == "1":
            raise
        pytest.skip(f"bubblewrap: {reason}")
    yield made
    made.close()


@dataclass(frozen=True)
class Task:
    """A challenge in a few lines: hidden tests and a reference, which is its own second implementation.

    Attributes:
        tests: hidden tests, or files of them by name.
        entry_points: empty for every public function and class of the reference.
        known: wrong programs by name.
        mistakes: mistakes.toml.
        fields: other fields of `judge.model.Challenge`.
    """

    tests: str | dict[str, str]
    reference: str
    framework: tuple[str, ...] = ("torch",)
    probe: str = ""
    second: str = ""
    entry_points: tuple[str, ...] = ()
    known: dict[str, str] = field(default_factory=dict)
    mistakes: str = ""
    limits: Limits = LIMITS
    at_most: float | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> Challenge:
        """The challenge, in a new folder below `folder`."""
        content = repr((self.tests, self.reference, self.second, self.probe)).encode()
        home = folder / f"task-{hashlib.sha256(content).hexdigest()[:12]}"
        files = self.tests if isinstance(self.tests, dict) else {"test_hidden.py": self.tests}
        for name, text in files.items():
            _write(home / "hidden" / name, "import numpy as np\nimport pytest\n" + textwrap.dedent(text))
        _write(home / "reference.py", textwrap.dedent(self.reference))
        _write(home / "submissions/accepted/second.py", textwrap.dedent(self.second or self.reference))
        for name, text in self.known.items():
            _write(home / f"submissions/wrong_answer/{name}.py", textwrap.dedent(text))
        if self.mistakes:
            _write(home / "mistakes.toml", textwrap.dedent(self.mistakes))
        if self.probe:
            _write(home / "probe.py", textwrap.dedent(self.probe))
        return Challenge(
            id="task",
            title="Task",
            difficulty="easy",
            topics=("tests",),
            seed="written for the tests",
            framework=self.framework,  # type: ignore[arg-type]
            entry_points=self.entry_points or _public(self.reference),
            limits=self.limits,
            tolerance=Tolerance(second="submissions/accepted/second.py"),
            runtime=Runtime(at_most=self.at_most),
            folder=home,
            reference=home / "reference.py",
            version="0",
            **self.fields,
        )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _public(source: str) -> tuple[str, ...]:
    nodes = ast.parse(textwrap.dedent(source)).body
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return tuple(name for name in names if not name.startswith("_") and not name.endswith("_backward"))


Judged = Callable[..., Report]


@pytest.fixture
def judged(engine: Engine, tmp_path: Path) -> Judged:
    """Judges a source (text or bytes) on a task; options are those of `judge.pipeline.Options`."""

    def judge(source: str | bytes, task: Task, **options: Any) -> Report:
        content = textwrap.dedent(source).encode() if isinstance(source, str) else source
        submission = Submission(name="task.py", source=content, sha256=hashlib.sha256(content).hexdigest())
        chosen = Options(**{"runtime": False, **options})
        return judge_submission(submission, task.write(tmp_path), engine, chosen)

    return judge


@pytest.fixture
def task() -> type[Task]:
    """Makes a task."""
    return Task


@pytest.fixture
def verdicts() -> Callable[[Report], dict[str, Verdict]]:
    """The verdict of each hidden test, by the name that only the operator knows."""
    return lambda report: {str(one.detail).splitlines()[0].partition("::")[2]: one.verdict for one in report.tests}
