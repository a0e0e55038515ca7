"""Runs a challenge's hidden tests under pytest, in the trusted process, and turns their outcomes into test results.

Tests get fixtures (`compare`, `candidate`, `sweep`, `timed`, `rng`); see docs/author.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from judge.comparer import Comparer
from judge.errors import JudgeError
from judge.model import Challenge, RuntimeFigure, TestResult, Verdict
from judge.order import aspect, function, needed
from judge.record import Evidence, Fact, Record, TestFailed
from judge.replicas import ALL, CROSS, TRUTH, Memory, Replicas
from judge.rng import Rng
from judge.session import Candidate
from judge.suite import Suite
from judge.sweep import Sweep
from judge.talk import CandidateFault, forget
from judge.timing import Timed
from judge.truth import Reference

_KEPT = 4  # collected suites: a cohort needs one
_PROPERTY = "a property that the statement promises does not hold"


@dataclass
class Outcome:
    """What the hidden tests found; `evidence` by the test's own name."""

    results: list[TestResult] = field(default_factory=list)
    runtime: RuntimeFigure | None = None
    hints: dict[str, None] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """What tests run against.

    Attributes:
        blocked: why no test can run (the file does not load); all are then skipped.
        memory: answers of the reference that runs under the same seed share.
        settled: where a result answers what the caller wants to know, the tests that remain are skipped.
        only: the own names of the tests to run; empty for all.
    """

    challenge: Challenge
    candidate: Candidate
    reference: Reference | None
    seed: str
    runtime: bool
    blocked: str | None = None
    memory: Memory | None = None
    progress: Callable[[str], None] = lambda _: None
    settled: Callable[[TestResult], bool] = lambda _: False
    only: frozenset[str] = frozenset()


def run(stage: Stage) -> Outcome:
    """Runs every hidden test of the challenge once.

    Raises:
        JudgeError: a test or the reference is broken, or pytest could not collect.
    """
    suite, plugin = _collected(stage.challenge)
    # A test that depends on one that is left out runs: nothing speaks against it.
    items = [item for item in suite.items if stage.runtime or not item.get_closest_marker("timed")]
    items = [item for item in items if not stage.only or item.nodeid in stage.only]
    if not items:
        raise JudgeError(f"{stage.challenge.id} has no hidden test to run")
    plugin.begin(stage, items)
    try:
        with np.errstate(all="ignore"):  # whatever a candidate returns, no warning may break a test
            suite.run(items)
        return plugin.finished()
    except BaseException:
        _suites.clear()  # one that was broken off is not run again
        raise
    finally:
        plugin.end()


_suites: dict[tuple[Path, str], tuple[Suite, _Plugin]] = {}


def _collected(challenge: Challenge) -> tuple[Suite, _Plugin]:
    key = challenge.folder, challenge.version
    if key not in _suites:
        plugin = _Plugin()
        while len(_suites) >= _KEPT:
            del _suites[next(iter(_suites))]
        _suites[key] = Suite(challenge.folder / "hidden", plugin), plugin
    return _suites[key]


class _Plugin:
    """Fixtures and hooks of the tests, and what one run of them found."""

    def begin(self, stage: Stage, items: Sequence[pytest.Item]) -> None:
        self._running: Stage | None = stage
        self.outcome = Outcome()
        self.broken: JudgeError | None = None
        self._names = {name: f"test-{index:02d}" for index, name in enumerate(sorted(i.nodeid for i in items), start=1)}
        self._passed: dict[str, bool] = {}
        self._record = Record()
        self._begun = 0.0
        self._settled = False
        self._figures: list[RuntimeFigure] = []

    def finished(self) -> Outcome:
        """What all tests found; raises JudgeError where one is broken or missing."""
        if self.broken is not None:
            raise self.broken
        if len(self.outcome.results) != len(self._names):
            raise JudgeError(f"{len(self._names)} tests should have run, {len(self.outcome.results)} did")
        self.outcome.results.sort(key=lambda result: result.name)
        return self.outcome

    def end(self) -> None:
        """Lets go of the submission."""
        self._running, self._record, self.outcome = None, Record(), Outcome()

    @property
    def _stage(self) -> Stage:
        assert self._running is not None, "fixtures and hooks are used between begin and end"
        return self._running

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._record = Record()
        self._begun = time.monotonic()
        if self._stage.blocked is not None:
            pytest.skip(self._stage.blocked)
        if any(map(self._stage.settled, self.outcome.results[-1:])):
            self._settled = True
        if self._settled:
            pytest.skip("what was asked is known")
        if item.get_closest_marker("timed") and not all(self._passed.values()):
            pytest.skip("runtime is measured once everything else is accepted")
        for name in needed(item):
            if not self._passed.get(name, True):
                pytest.skip("depends on a test that failed")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            result = self._result(item, call.excinfo)
            self.outcome.results.append(result)
            name = function(item)
            self._passed[name] = self._passed.get(name, True) and result.verdict is Verdict.ACCEPTED
            self._stage.progress(f"{len(self.outcome.results)} of {len(self._names)} tests")
            forget(call.excinfo.value if call.excinfo is not None else None)
        report = yield
        if call.when == "teardown" and self._figures:
            self.outcome.runtime = max(self._figures, key=lambda figure: figure.low)
        return report

    def _result(self, item: pytest.Item, excinfo: pytest.ExceptionInfo[BaseException] | None) -> TestResult:
        mark = item.get_closest_marker("points")
        worth = float(mark.args[0]) if mark else 1.0
        error = excinfo.value if excinfo is not None else None
        verdict, message, detail = self._judged(item, error)
        failed = verdict not in (Verdict.ACCEPTED, Verdict.SKIPPED)
        hint = " ".join(str(mark.args[0]) for mark in item.iter_markers("hint")) if failed else ""
        if hint:
            self.outcome.hints[hint] = None
        if isinstance(error, TestFailed) and error.evidence is not None:
            self.outcome.evidence[item.nodeid] = error.evidence
        self.outcome.facts += self._record.facts
        return TestResult(
            name=self._names[item.nodeid],
            verdict=verdict,
            points=worth if verdict is Verdict.ACCEPTED else 0.0,
            max_points=worth,
            aspect=aspect(item),
            message=message,
            hint=hint,
            mismatches=error.mismatches if isinstance(error, TestFailed) else (),
            budget_used=self._record.budget_used(),
            margins=tuple(self._record.margins),
            sweep=tuple(self._record.sweep),
            wall_s=time.monotonic() - self._begun,
            detail=f"{item.nodeid}\n{detail}".strip(),
        )

    def _judged(self, item: pytest.Item, error: BaseException | None) -> tuple[Verdict, str, str]:
        if error is None:
            return Verdict.ACCEPTED, "", ""
        if isinstance(error, TestFailed):
            return error.verdict, error.message, ""
        if isinstance(error, CandidateFault):
            return error.verdict, error.message, error.detail
        if isinstance(error, pytest.skip.Exception):
            return Verdict.SKIPPED, str(error), ""
        if isinstance(error, AssertionError):
            return Verdict.WRONG_ANSWER, _PROPERTY, str(error)
        if isinstance(error, KeyboardInterrupt):
            raise error
        text = str(error) if isinstance(error, JudgeError) else f"{type(error).__name__}: {error}"
        self.broken = self.broken or JudgeError(f"hidden test {item.nodeid} is broken: {text}")
        return Verdict.JUDGE_ERROR, "the judge failed in this test", text

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Rng:
        """Draws the test's inputs."""
        return Rng(self._stage.seed, request.node.nodeid)

    @pytest.fixture
    def compare(self, request: pytest.FixtureRequest) -> Comparer:
        """Compares values, with budgets measured on all replicas of the reference."""
        return self._comparer(request, ALL, values=True)

    @pytest.fixture
    def sweep(self, compare: Comparer) -> Sweep:
        """Compares a call over magnitudes and dtypes of its inputs."""
        return Sweep(compare, self._record)

    @pytest.fixture
    def candidate(self, request: pytest.FixtureRequest) -> Comparer:
        """Calls the candidate for a property; only the form of its outputs is compared with the reference's."""
        return self._comparer(request, (TRUTH,), values=False)

    @pytest.fixture
    def timed(self, request: pytest.FixtureRequest) -> Timed:
        """Times calls of the candidate and the reference in turn."""
        comparer = self._comparer(request, ALL, values=True)
        return Timed(comparer, self._stage.candidate, self._reference(), self._stage.challenge, self._figures)

    def _comparer(self, request: pytest.FixtureRequest, chosen: Any, values: bool) -> Comparer:
        stage, node = self._stage, request.node.nodeid
        stage.candidate.begin_afresh()
        if chosen is ALL and stage.memory is not None and stage.memory.observe is not None:
            chosen = (*ALL, CROSS)
        key = f"{node} {len(chosen)}".encode()
        replicas = Replicas(self._reference(), Rng(stage.seed, node, "jitter"), chosen, stage.memory, key)
        return Comparer(
            stage.challenge, stage.candidate, replicas, Rng(stage.seed, node, "calls"), self._record, values
        )

    def _reference(self) -> Reference:
        if self._stage.reference is None:
            raise JudgeError("the reference is not running")
        return self._stage.reference
