"""A command line without a sandbox: an engine and a pipeline that only note what they are asked."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import judge
from judge.model import Challenge, Identity, Output, Report, Submission, SubmissionIdentity, TestResult, Verdict

SECRET = "hidden value 40.5"


@dataclass
class Engine:
    """Stands for a sandbox engine; it is judged only by whether it was closed."""

    name: str = "fake"
    closed: int = 0

    def warm(self, spec: object, count: int) -> None:
        pass

    def close(self) -> None:
        self.closed += 1


@dataclass(frozen=True)
class Options:
    seed: str | None = None
    runtime: bool = True
    device: str = "cpu"


@dataclass
class Stage:
    """What the command line was seen to do; `act` is what the pipeline does."""

    engine: Engine = field(default_factory=Engine)
    chosen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    options: list[Options] = field(default_factory=list)
    secret: list[Path] = field(default_factory=list)
    act: Callable[[], Verdict] = lambda: Verdict.ACCEPTED

    def choose(self, name: str, secret: Sequence[Path] = (), **options: Any) -> Engine:
        self.chosen.append((name, options))
        self.secret = list(secret)
        return self.engine

    def judge_submission(
        self,
        submission: Submission,
        challenge: Challenge,
        _engine: Engine,
        options: Options,
        progress: Callable[[str], None],
    ) -> Report:
        self.options.append(options)
        progress("running test-01")
        verdict = self.act()
        points = float(verdict is Verdict.ACCEPTED)
        return Report(
            challenge=Identity(id=challenge.id, version=challenge.version),
            submission=SubmissionIdentity(name=submission.name, sha256=submission.sha256),
            verdict=verdict,
            reason="It is so.",
            score=points,
            max_score=1,
            tests=(TestResult(name="test-01", verdict=verdict, points=points, max_points=1, detail=SECRET),),
            output=Output(stdout=SECRET),
        )

    def set(self, monkeypatch: pytest.MonkeyPatch, folder: Path, pack: Path) -> None:
        """Takes the place of engine and pipeline, in a folder that holds mean_pool.py."""
        pipeline = types.ModuleType("judge.pipeline")
        vars(pipeline).update(Options=Options, judge_submission=self.judge_submission)
        monkeypatch.setitem(sys.modules, "judge.pipeline", pipeline)
        monkeypatch.setattr(judge, "pipeline", pipeline, raising=False)
        monkeypatch.setattr("judge.engines.choose", self.choose, raising=False)
        monkeypatch.setenv("JUDGE_PACK", str(pack))
        (folder / "mean_pool.py").write_text("def pool(x):\n    return x.mean()\n")
        monkeypatch.chdir(folder)
