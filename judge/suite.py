"""A challenge's hidden tests as pytest collects them: once, to be run against one submission after another.

pytest gets a folder of the challenge and nothing else: no configuration file, no conftest.py, no plugin of the
environment, none of its options.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from judge.errors import JudgeError
from judge.order import aspect, in_order

MARKS = {
    "points(n)": "what the test is worth, default 1",
    "aspect(name)": "what the test is about; default outputs, or runtime where it is timed",
    "depends(*names)": "test functions that must all be accepted first",
    "hint(text)": "shown to the candidate when the test fails; holds no hidden value",
    "timed": "measures runtime; runs last, and only if everything else was accepted",
}
_Hook = Generator[None, object, object]
_ISOLATED = {"PYTEST_ADDOPTS": None, "PYTEST_PLUGINS": None, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
_OPTIONS = ["-c", os.devnull, "--noconftest", "--import-mode=importlib"]
_UNUSED = ["terminal", "cacheprovider", "capture", "warnings", "logging", "faulthandler", "junitxml", "doctest"]
_UNUSED += ["unittest", "pastebin", "stepwise", "setuponly", "setupplan", "unraisableexception", "threadexception"]
_UNUSED += ["tmpdir", "monkeypatch", "recwarn", "debugging", "subtests", "legacypath"]


class Suite:
    """The tests of one folder, in the order in which they run.

    Args:
        folder: where the test files are.
        plugin: an object with the fixtures and hooks of the tests.

    Raises:
        JudgeError: a file does not load, or marks of its tests make no sense.
    """

    def __init__(self, folder: Path, plugin: object) -> None:
        collector = _Collector()
        arguments = [str(folder), f"--rootdir={folder}", *_OPTIONS]
        arguments += [word for name in _UNUSED for word in ("-p", f"no:{name}")]
        _forget_others(folder)
        with _isolated(), _hushed() as said:
            code = pytest.main(arguments, plugins=[plugin, collector])
        if collector.broken is not None:
            raise collector.broken
        if code == pytest.ExitCode.INTERRUPTED:
            raise KeyboardInterrupt
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise JudgeError(
                f"{folder}: pytest does not collect these tests ({code!r}) {said.getvalue()[-600:]}".strip()
            )
        self.items: Sequence[pytest.Item] = collector.items

    def run(self, items: Sequence[pytest.Item]) -> None:
        """Runs some of the items in the order given; what they find reaches the plugin."""
        with _isolated():
            for item, following in zip(items, [*items[1:], None], strict=True):
                try:
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                except pytest.exit.Exception as end:
                    raise JudgeError(f"hidden test {item.nodeid} ended the run: {end}") from None


class _Collector:
    """Takes the tests that pytest collected, and keeps pytest from running them there and then."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []
        self.broken: JudgeError | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark, meaning in MARKS.items():
            config.addinivalue_line("markers", f"{mark}: {meaning}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken = JudgeError(f"a hidden test file does not load: {report.longreprtext[-600:]}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        try:
            self.items = in_order(sorted(session.items, key=lambda item: item.nodeid))
            for item in self.items:
                aspect(item)
        except JudgeError as fault:
            self.broken = self.broken or fault
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> _Hook:
        return (yield from _silently())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> _Hook:
        return (yield from _silently())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> _Hook:
        return (yield from _silently())


def _silently() -> _Hook:
    with _hushed():
        return (yield)


@contextlib.contextmanager
def _hushed() -> Iterator[io.StringIO]:
    """What tests print must not reach the judge's own stdout, where a report is expected."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        yield said


def _forget_others(folder: Path) -> None:
    """pytest would take a module of the same name that is imported already, such as another challenge's."""
    for path in [*folder.glob("test_*.py"), *folder.glob("*_test.py")]:
        sys.modules.pop(path.stem, None)


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
