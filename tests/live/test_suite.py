"""Hidden tests are collected once and run again and again: nothing of one run reaches the next, or a stream."""

from __future__ import annotations

import pytest

from judge import hidden
from judge.errors import JudgeError
from judge.model import Verdict
from judge.suite import Suite

PROGRAM = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return 3 * x\n"
TEST = "def test_double(compare, rng):\n    compare('double', rng.normal((4,)))\n"


@pytest.fixture
def numpy_task(task):
    """A task for numpy programs that double."""
    return lambda tests: task(tests, PROGRAM, framework=("numpy",))


@pytest.fixture
def collections(monkeypatch) -> list[object]:
    """Every suite that is collected while the test runs."""
    made: list[object] = []

    def collect(folder, plugin):
        made.append(folder)
        return Suite(folder, plugin)

    monkeypatch.setattr(hidden, "Suite", collect)
    monkeypatch.setattr(hidden, "_suites", {})
    return made


def test_tests_are_collected_once_for_all_submissions(judged, numpy_task, collections):
    told = [judged(source, numpy_task(TEST)).verdict for source in (PROGRAM, WRONG, PROGRAM)]
    assert told == [Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.ACCEPTED]
    assert len(collections) == 1


def test_fixtures_of_the_file_are_made_anew_for_each_submission(judged, numpy_task):
    tests = """
    @pytest.fixture(scope="module")
    def seen():
        return []

    @pytest.mark.parametrize("size", [1, 2])
    def test_once(compare, rng, seen, size):
        seen.append(size)
        assert seen == [1, 2][:size]
        compare("double", rng.normal((size,)))
    """
    assert [judged(PROGRAM, numpy_task(tests)).verdict for _ in range(2)] == [Verdict.ACCEPTED] * 2


def test_a_run_that_was_broken_off_is_not_gone_on_with(judged, numpy_task, collections):
    tests = "import builtins\n" + TEST + "    getattr(builtins, 'broken_off', lambda: None)()\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.broken_off", _interrupt, raising=False)
        with pytest.raises(KeyboardInterrupt):
            judged(PROGRAM, numpy_task(tests))
    assert judged(PROGRAM, numpy_task(tests)).verdict is Verdict.ACCEPTED
    assert len(collections) == 2


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_a_test_that_ends_the_run_is_the_judges_fault(judged, numpy_task):
    with pytest.raises(JudgeError, match="ended the run: enough"):
        judged(PROGRAM, numpy_task("def test_ends():\n    pytest.exit('enough')\n"))


def test_no_test_to_run_is_the_judges_fault(judged, numpy_task):
    with pytest.raises(JudgeError, match="no hidden test to run"):
        judged(PROGRAM, numpy_task("@pytest.mark.timed\ndef test_runtime(timed):\n    pass\n"))


def test_what_tests_print_stays_with_them(judged, numpy_task, capfd):
    printing = """
    import sys
    print("collected")

    @pytest.fixture
    def noisy():
        print("set up")
        yield
        print("torn down")

    def test_double(compare, rng, noisy):
        print("called", file=sys.stderr)
        compare("double", rng.normal((4,)))
    """
    assert judged(PROGRAM, numpy_task(printing)).verdict is Verdict.ACCEPTED
    assert capfd.readouterr() == ("", "")
