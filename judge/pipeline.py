"""One submission, from its bytes to a report. A batch maps this function; nothing here prints or reads a flag."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import platform
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import judge
from judge import grading, hidden
from judge.engines.base import Engine, Spec
from judge.errors import JudgeError
from judge.likeness import looks_like
from judge.model import (
    Challenge,
    Environment,
    Identity,
    Policy,
    Report,
    SandboxInfo,
    Submission,
    SubmissionIdentity,
    TestResult,
    Verdict,
)
from judge.record import Evidence, contrasts
from judge.replicas import Memory, Observe
from judge.rng import checked_seed, fresh_seed
from judge.session import Candidate
from judge.submission import oversize_report
from judge.talk import CandidateFault
from judge.truth import Reference

# Of the reference's answers to one submission: known wrong programs are compared with them too.
_KEPT_FOR_HINTS = 16 << 20


@dataclass(frozen=True)
class Options:
    """How to judge.

    Attributes:
        seed: replays the inputs of an earlier run (hexadecimal); None draws a fresh secret one.
        runtime: whether the timed cases run.
        device: "cpu" or "cuda".
        settled: skips the tests that remain once a result says enough; for programs that are known to be wrong.
        diagnose: whether a wrong program is compared with known wrong ones, for hints; takes up to three seconds.
        only: the own names of the hidden tests to run; empty for all.
        observe: sees what every budget was measured with; for authors. Needs answers that are shared (`one_seed`).
    """

    seed: str | None = None
    runtime: bool = True
    device: str = "cpu"
    settled: Callable[[TestResult], bool] = lambda _: False
    diagnose: bool = True
    only: frozenset[str] = frozenset()
    observe: Observe | None = None


class Grader:
    """Judges submissions to one challenge; the reference's sandbox and, with `one_seed`, its answers are shared.

    Args:
        challenge: the challenge.
        engine: where sandboxes are started; it stays open.
        options: how to judge.
        one_seed: whether all submissions get the same secret inputs, as is fair in a cohort; else each gets its own.
            The next one's sandbox is then started while one is judged.
    """

    def __init__(self, challenge: Challenge, engine: Engine, options: Options, one_seed: bool = False) -> None:
        self._challenge = challenge
        self._engine = engine
        self._options = options
        self._spec = Spec.of(challenge, options.device)
        self._probe = _probe(challenge)
        given = checked_seed(options.seed) if options.seed is not None else None
        self._seed = given or (fresh_seed() if one_seed else None)
        self._memory = Memory(options.observe) if one_seed else None
        self._reference: Reference | None = None
        self._remover = ThreadPoolExecutor(1, thread_name_prefix="judge-remover")
        self._removal: Future[None] | None = None
        engine.warm(self._spec, count=2)  # the candidate's and the reference's

    def judge(self, submission: Submission, progress: Callable[[str], None] = lambda _: None) -> Report:
        """Runs the hidden tests on a submission and grades them; raises JudgeError for faults that are ours."""
        if (oversize := oversize_report(submission, self._challenge)) is not None:
            return oversize
        seed = self._seed or fresh_seed()
        progress("starting the sandboxes")
        candidate = Candidate(self._engine, self._spec, self._challenge, submission, self._probe)
        with contextlib.ExitStack() as stack:
            stack.callback(self._let_go, candidate)
            fault = _loaded(candidate)
            if self._memory is not None:
                self._engine.warm(self._spec)
            reference = self._live_reference() if fault is None else None
            blocked = fault.message if fault is not None else None
            stage = hidden.Stage(
                self._challenge,
                candidate,
                reference,
                seed,
                self._options.runtime,
                blocked,
                self._memory or (Memory(limit=_KEPT_FOR_HINTS) if self._options.diagnose else None),
                progress,
                self._options.settled,
                self._options.only,
            )
            outcome = hidden.run(stage)
            late = candidate.stop()
            fault = fault or late
            if outcome.evidence and self._options.diagnose:
                progress("looking for the mistake")
                outcome.hints = self._hints(stage, outcome)
                outcome.evidence.clear()
                gc.collect()  # pytest's tracebacks lead back to frames that hold the candidate's answer: tens of MiB
            return _report(submission, self._challenge, self._engine, self._options, seed, candidate, outcome, fault)

    def _hints(self, stage: hidden.Stage, outcome: hidden.Outcome) -> dict[str, None]:
        """What the candidate may be told of the mistake, the most telling first."""

        def wrong(source: bytes, tests: frozenset[str], seconds: float) -> Mapping[str, Evidence]:
            until = time.monotonic() + seconds
            program = Submission(name="known.py", source=source, sha256=hashlib.sha256(source).hexdigest())
            with contextlib.closing(
                Candidate(self._engine, self._spec, self._challenge, program, self._probe, seconds)
            ) as candidate:
                if _loaded(candidate) is not None:
                    return {}
                again = replace(
                    stage,
                    candidate=candidate,
                    only=tests,
                    runtime=False,
                    progress=lambda _: None,
                    settled=lambda _: time.monotonic() > until,
                )
                return hidden.run(again).evidence

        verdict = grading.worst(one.verdict for one in outcome.results)
        first = next(iter(outcome.evidence.values())).mismatches
        told: list[str] = []
        with contextlib.suppress(JudgeError):  # a hint that cannot be had changes no verdict
            told += looks_like(self._challenge, verdict, outcome.evidence, wrong)
        told += contrasts(outcome.facts)
        told += [f"{first[0].tensor}: {pattern}" for pattern in first[0].patterns]
        return dict.fromkeys([*told, *outcome.hints])

    def _let_go(self, candidate: Candidate) -> None:
        """Removes what the program left while the next one is judged."""
        candidate.stop()
        self._wait_for_removal()
        self._removal = self._remover.submit(candidate.close)

    def _wait_for_removal(self) -> None:
        if self._removal is not None:
            removal, self._removal = self._removal, None
            removal.result()

    def _live_reference(self) -> Reference:
        if self._reference is None:
            self._reference = Reference(self._engine, self._spec, self._challenge, self._probe)
        return self._reference

    def close(self) -> None:
        """Ends the reference's sandbox, and those started ahead; the engine stays, and nothing else is left."""
        self._remover.shutdown(wait=True)
        self._engine.cool(self._spec)
        if self._reference is not None:
            self._reference.close()
            self._reference = None
        self._wait_for_removal()


def judge_submission(
    submission: Submission,
    challenge: Challenge,
    engine: Engine,
    options: Options = Options(),
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Judges one submission.

    Raises:
        JudgeError: a fault of the judge, the challenge or the machine: never the candidate's.
    """
    with contextlib.closing(Grader(challenge, engine, options)) as grader:
        return grader.judge(submission, progress)


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
        aspects=grade.aspects,
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
        policy=Policy(operators=tuple(candidate.operators), breaches=breaches),
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
