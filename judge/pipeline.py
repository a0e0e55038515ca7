"""One submission, from its bytes to a report. A batch maps this function; nothing here prints or reads a flag."""

from __future__ import annotations

import contextlib
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import judge
from judge import grading, hidden
from judge.engines.base import Engine, Spec
from judge.model import (
    Challenge,
    Environment,
    Identity,
    Policy,
    Report,
    SandboxInfo,
    Submission,
    SubmissionIdentity,
    Verdict,
)
from judge.rng import checked_seed, fresh_seed
from judge.session import Candidate
from judge.talk import CandidateFault
from judge.truth import Reference


@dataclass(frozen=True)
class Options:
    """How to judge.

    Attributes:
        seed: replays the inputs of an earlier run (hexadecimal); None draws a fresh secret one.
        runtime: whether the timed cases run.
        device: "cpu" or "cuda".
    """

    seed: str | None = None
    runtime: bool = True
    device: str = "cpu"


def spec_of(challenge: Challenge, device: str = "cpu") -> Spec:
    """What the sandboxes of a challenge are started with: its frameworks, and numpy for the wire."""
    return Spec(challenge.limits, tuple(dict.fromkeys(("numpy", *challenge.framework))), device)


def judge_submission(
    submission: Submission,
    challenge: Challenge,
    engine: Engine,
    options: Options = Options(),  # noqa: B008  (a frozen value)
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Runs the hidden tests of a challenge on a submission and grades them.

    Raises:
        JudgeError: a fault of the judge, the challenge or the machine: never the candidate's.
    """
    seed = checked_seed(options.seed) if options.seed is not None else fresh_seed()
    spec = spec_of(challenge, options.device)
    with contextlib.ExitStack() as stack:
        progress("starting two sandboxes")
        engine.warm(spec)
        probe = _probe(challenge)
        candidate = Candidate(engine, spec, challenge, submission, probe)
        stack.callback(candidate.close)
        fault = _loaded(candidate)
        reference = None
        if fault is None:
            progress("loading the reference")
            reference = Reference(engine, spec, challenge, probe)
            stack.callback(reference.close)
        stage = hidden.Stage(
            challenge, candidate, reference, seed, options.runtime, fault and fault.message, progress
        )
        outcome = hidden.run(stage)
        fault = fault or candidate.late_fault()
        candidate.close()
        return _report(submission, challenge, engine, options, seed, candidate, outcome, fault)


def _loaded(candidate: Candidate) -> CandidateFault | None:
    try:
        candidate.start()
    except CandidateFault as fault:
        return fault
    return None


def _probe(challenge: Challenge) -> bytes:
    path = challenge.folder / "probe.py"
    return path.read_bytes() if path.exists() else b""


def _report(
    submission: Submission,
    challenge: Challenge,
    engine: Engine,
    options: Options,
    seed: str,
    candidate: Candidate,
    outcome: hidden.Outcome,
    fault: CandidateFault | None,
) -> Report:
    grade = grading.grade(outcome.results)
    verdict, reason = grade.verdict, grade.reason
    if fault is not None:
        others = [fault.verdict] if _never_ran(outcome) else [fault.verdict, verdict]
        verdict = grading.worst(others)
        reason = fault.message if verdict is fault.verdict else reason
    breaches = tuple(candidate.breaches)
    if breaches and grading.worst([verdict, Verdict.RULE_VIOLATION]) is Verdict.RULE_VIOLATION:
        verdict, reason = Verdict.RULE_VIOLATION, f"the challenge forbids {', '.join(breaches)}"
    return Report(
        challenge=Identity(id=challenge.id, version=challenge.version),
        submission=SubmissionIdentity(name=submission.name, sha256=submission.sha256),
        verdict=verdict,
        reason=reason,
        score=grade.score,
        max_score=grade.max_score,
        tests=tuple(outcome.results),
        runtime=outcome.runtime,
        usage=candidate.usage(),
        sandbox=SandboxInfo(
            engine=engine.name, limits=challenge.limits, image=engine.image, enforced_by=engine.enforced_by
        ),
        environment=_environment(candidate.versions, options.device),
        seed=seed,
        replay=options.seed is not None,
        hints=tuple(outcome.hints),
        policy=Policy(breaches=breaches),
        output=candidate.output(),
    )


def _never_ran(outcome: hidden.Outcome) -> bool:
    """Whether every test was skipped: the file did not load, and that fault is the verdict."""
    return all(one.verdict is Verdict.SKIPPED for one in outcome.results)


def _environment(versions: dict[str, str], device: str) -> Environment:
    return Environment(
        judge=judge.__version__,
        python=versions.get("python", platform.python_version()),
        torch=versions.get("torch"),
        numpy=versions.get("numpy", np.__version__),
        cpu=_cpu_name(),
        gpu=versions.get("gpu"),
        device=device,
    )


def _cpu_name() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine() or sys.platform
