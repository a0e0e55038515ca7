"""Runs a challenge's hidden tests under pytest, in the trusted process, and turns their outcomes into test results.

pytest gets a folder of the challenge and nothing else: no configuration file, no conftest.py, no plugin of the
environment, none of its options. Tests get fixtures (`compare`, `candidate`, `timed`, `rng`); see docs/author.md.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from judge.comparer import Comparer
from judge.errors import JudgeError
from judge.model import Challenge, RuntimeFigure, TestResult, Verdict
from judge.order import aspect, function, in_order, needed
from judge.record import Evidence, Fact, Record, TestFailed
from judge.replicas import ALL, CROSS, TRUTH, Memory, Replicas
from judge.rng import Rng
from judge.session import Candidate
from judge.sweep import Sweep
from judge.talk import CandidateFault, forget
from judge.timing import Timed
from judge.truth import Reference

MARKS = {
    "points(n)": "what the test is worth, default 1",
    "aspect(name)": "what the test is about; default outputs, or runtime where it is timed",
    "depends(*names)": "test functions that must all be accepted first",
    "hint(text)": "shown to the candidate when the test fails; holds no hidden value",
    "timed": "measures runtime; runs last, and only if everything else was accepted",
}
_ISOLATED = {"PYTEST_ADDOPTS": None, "PYTEST_PLUGINS": None, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
_OPTIONS = ["-c", os.devnull, "--noconftest", "--import-mode=importlib", "-p", "no:terminal", "-p", "no:cacheprovider"]
_OPTIONS += ["--capture=sys"]  # only tests print in this process: their descriptors need no redirection
_UNUSED = ["warnings", "logging", "faulthandler", "junitxml", "doctest", "unittest", "pastebin", "stepwise"]
_UNUSED += ["setuponly", "setupplan", "unraisableexception", "threadexception", "tmpdir", "monkeypatch", "recwarn"]
_UNUSED += ["debugging", "subtests", "legacypath"]
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
    plugin = _Plugin(stage)
    folder = stage.challenge.folder / "hidden"
    quiet = [word for name in _UNUSED for word in ("-p", f"no:{name}")]
    _forget_others(folder, stage.challenge.version)
    with _isolated(), np.errstate(all="ignore"):  # whatever a candidate returns, no warning may break a test
        code = pytest.main([str(folder), f"--rootdir={folder}", *_OPTIONS, *quiet], plugins=[plugin])
    if code == pytest.ExitCode.INTERRUPTED and plugin.broken is None:
        raise KeyboardInterrupt
    if plugin.broken is not None:
        raise plugin.broken
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise JudgeError(f"the hidden tests of {stage.challenge.id} could not be run (pytest says {code!r})")
    if len(plugin.outcome.results) != plugin.expected:
        raise JudgeError(f"{plugin.expected} tests should have run, {len(plugin.outcome.results)} did")
    plugin.outcome.results.sort(key=lambda result: result.name)
    return plugin.outcome


_versions: dict[Path, str] = {}


def _forget_others(folder: Path, version: str) -> None:
    """pytest takes a module of the same name that is already imported: it must be this file, in this version."""
    unchanged = _versions.get(folder) == version
    for path in folder.glob("*.py"):
        module = sys.modules.get(path.stem)
        if module is not None and not (unchanged and getattr(module, "__file__", None) == str(path)):
            del sys.modules[path.stem]
    _versions[folder] = version


@contextlib.contextmanager
def _isolated() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ISOLATED}
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    _set_environment(_ISOLATED)
    try:
        yield
    finally:
        _set_environment(before)
        sys.dont_write_bytecode = bytecode
        sys.last_value = sys.last_traceback = None  # pytest leaves a failed test there, with all that was returned


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


class _Plugin:
    """One run's fixtures and hooks."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.outcome = Outcome()
        self.expected = 0
        self.broken: JudgeError | None = None
        self._names: dict[str, str] = {}
        self._passed: dict[str, bool] = {}
        self._record = Record()
        self._begun = 0.0
        self._settled = False
        self._figures: list[RuntimeFigure] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark, meaning in MARKS.items():
            config.addinivalue_line("markers", f"{mark}: {meaning}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken = JudgeError(f"a hidden test file does not load: {report.longreprtext[-600:]}")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.nodeid)
        try:
            for item in items:
                aspect(item)
            ordered = in_order(items)
        except JudgeError as fault:
            self.broken = fault
            raise pytest.UsageError(str(fault)) from None
        # A test that depends on one that is left out runs: nothing speaks against it.
        items[:] = [item for item in ordered if self._stage.runtime or not item.get_closest_marker("timed")]
        items[:] = [item for item in items if not self._stage.only or item.nodeid in self._stage.only]
        names = sorted(item.nodeid for item in items)
        self._names = {name: f"test-{index:02d}" for index, name in enumerate(names, start=1)}
        self.expected = len(items)

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
            self._stage.progress(f"{len(self.outcome.results)} of {self.expected} tests")
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
        """Compares a call over magnitudes of its inputs."""
        return Sweep(compare)

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
