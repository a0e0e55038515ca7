"""A small pack of challenges, and a report that has something in every field."""

from __future__ import annotations

from pathlib import Path

import pytest

from judge.model import (
    Environment,
    Identity,
    Limits,
    Mismatch,
    Output,
    Policy,
    Report,
    RuntimeFigure,
    SandboxInfo,
    SubmissionIdentity,
    TestResult,
    Usage,
    Verdict,
)

TOML = """\
id = "{id}"
title = "Title of {id}"
difficulty = "{difficulty}"
topics = ["pooling", "basics"]
seed = "written for the tests"
framework = ["torch", "numpy"]
entry_points = ["pool"]

[limits]
source_kb = 1

[tolerance]
preset = "normal"
second = "submissions/accepted/loop.py"

[runtime]
at_most = 3.0
"""


def write_challenge(pack: Path, challenge_id: str, difficulty: str = "easy") -> Path:
    folder = pack / "challenges" / challenge_id
    (folder / "hidden").mkdir(parents=True)
    (folder / "submissions/accepted").mkdir(parents=True)
    (folder / "challenge.toml").write_text(TOML.format(id=challenge_id, difficulty=difficulty))
    (folder / "statement.md").write_text(f"# {challenge_id}\n\nTake the mean.\n")
    (folder / "stub.py").write_text(f"# challenge: {challenge_id}\n\n\ndef pool(x):\n    raise NotImplementedError\n")
    (folder / "hidden/test_pool.py").write_text("def test_pool(compare, rng):\n    compare('pool', rng.normal((3,)))\n")
    (folder / "submissions/accepted/loop.py").write_text("def pool(x):\n    return sum(x) / len(x)\n")
    (pack / "reference").mkdir(exist_ok=True)
    (pack / "reference" / f"{challenge_id}.py").write_text("def pool(x):\n    return x.mean()\n")
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with the challenges mean-pool (easy) and soft-max (hard)."""
    folder = tmp_path / "pack"
    write_challenge(folder, "mean-pool")
    write_challenge(folder, "soft-max", "hard")
    return folder


@pytest.fixture
def report() -> Report:
    """A rejected submission: one test accepted, one with a mismatch, one skipped."""
    mismatch = Mismatch(
        tensor="output[1]",
        kind="value",
        message="value differs at [3, 1]: error is 812 times the budget",
        budget_used=812.0,
        worst_index=(3, 1),
    )
    return Report(
        challenge=Identity(id="mean-pool", version="ab" * 32),
        submission=SubmissionIdentity(name="mean_pool.py", sha256="cd" * 32),
        verdict=Verdict.WRONG_ANSWER,
        reason="test-02: output[1] differs.",
        score=1.0,
        max_score=4.0,
        tests=(
            TestResult(name="test-01", verdict=Verdict.ACCEPTED, points=1, max_points=1, budget_used=0.031, wall_s=0.5),
            TestResult(
                name="test-02",
                verdict=Verdict.WRONG_ANSWER,
                points=0,
                max_points=2,
                hint="Is the mean taken over the right axis?",
                message="output[1] differs",
                mismatches=(mismatch,),
                budget_used=812.0,
                detail="test_pool[large]: x = [40.5]",
            ),
            TestResult(name="test-03", verdict=Verdict.SKIPPED, points=0, max_points=1, message="builds on test-02"),
        ),
        runtime=RuntimeFigure(
            ratio=1.5,
            low=1.25,
            high=1.75,
            noise=0.02,
            candidate_ms=3.0,
            reference_ms=2.0,
            pairs=20,
            at_most=3.0,
            finding="within",
        ),
        usage=Usage(wall_s=2.5, cpu_s=1.5, memory_peak_mb=310.4, processes_peak=9),
        sandbox=SandboxInfo(engine="bubblewrap", limits=Limits(), enforced_by={"memory": "cgroup v1"}),
        environment=Environment(
            judge="0.1.0", python="3.11.2", torch="2.6", numpy="2.0", cpu="a cpu", gpu=None, device="cpu"
        ),
        seed="00ff",
        hints=("Is the mean taken over the right axis?",),
        policy=Policy(operators=("aten::mean",), breaches=("calls torch.nn.AvgPool1d",)),
        output=Output(stdout="printed by the program", stderr="warned by the program", truncated=True),
    )
