"""Hidden tests: points, dependencies, hints, order, and whose fault a failure is."""

from __future__ import annotations

import os
import sys

import pytest

from judge.errors import JudgeError
from judge.model import Submission, Verdict
from judge.pipeline import Options, judge_submission
from judge.report.view import candidate_view

REFERENCE = "import numpy as np\n\ndef double(x):\n    return 2 * x\n\ndef negative(x):\n    return -x\n"
RIGHT = REFERENCE
WRONG_NEGATIVE = "def double(x):\n    return 2 * x\n\ndef negative(x):\n    return 0 * x\n"
WRONG_BOTH = "def double(x):\n    return 3 * x\n\ndef negative(x):\n    return 0 * x\n"
TESTS = """
@pytest.mark.points(3)
def test_double(compare, rng):
    compare("double", rng.normal((4,)))

@pytest.mark.points(0.5)
@pytest.mark.hint("Think of the sign.")
def test_negative(compare, rng):
    compare("negative", rng.normal((4,)))

def test_worth_one(compare, rng):
    compare("double", rng.normal((2, 2)))
"""


@pytest.fixture
def numpy_task(task):
    """A task for numpy programs with the reference above."""
    return lambda tests, **more: task(tests, REFERENCE, framework=("numpy",), **more)


def test_points_add_up(judged, numpy_task):
    report = judged(RIGHT, numpy_task(TESTS))
    assert (report.verdict, report.score, report.max_score) == (Verdict.ACCEPTED, 4.5, 4.5)
    assert [one.points for one in report.tests] == [3, 0.5, 1]
    assert report.hints == ()


def test_a_failure_costs_its_points_and_shows_its_hint(judged, numpy_task, verdicts):
    report = judged(WRONG_NEGATIVE, numpy_task(TESTS))
    assert (report.verdict, report.score, report.max_score) == (Verdict.WRONG_ANSWER, 4, 4.5)
    assert verdicts(report)["test_negative"] is Verdict.WRONG_ANSWER
    assert report.hints[-1] == "Think of the sign."
    assert candidate_view(report).hints == report.hints


def test_names_are_opaque_and_in_the_order_of_the_files(judged, numpy_task, verdicts):
    tests = {
        "test_b.py": "def test_z(compare, rng):\n    compare('double', rng.normal((1,)))\n"
        "def test_a(compare, rng):\n    compare('double', rng.normal((1,)))\n",
        "test_a.py": "def test_m(compare, rng):\n    compare('negative', rng.normal((1,)))\n",
    }
    report = judged(WRONG_NEGATIVE, numpy_task(tests))
    assert [one.name for one in report.tests] == ["test-01", "test-02", "test-03"]
    assert list(verdicts(report)) == ["test_m", "test_a", "test_z"]
    shown = candidate_view(report).model_dump_json()
    assert "test_m" not in shown
    assert "test_a.py" not in shown


DEPENDING = """
@pytest.mark.depends("test_z_base")
def test_a_builds_on(compare, rng):
    compare("double", rng.normal((4,)))

@pytest.mark.depends("test_a_builds_on")
def test_b_builds_on_that(compare, rng):
    compare("double", rng.normal((4,)))

@pytest.mark.parametrize("sign", [1, -1])
def test_z_base(compare, rng, sign):
    compare("double" if sign == 1 else "negative", rng.normal((4,)))
"""


def test_dependants_run_after_what_they_depend_on(judged, numpy_task):
    report = judged(RIGHT, numpy_task(DEPENDING))
    assert report.verdict is Verdict.ACCEPTED
    assert len(report.tests) == 4


def test_dependants_are_skipped_when_one_parametrisation_fails(judged, numpy_task, verdicts):
    report = judged(WRONG_NEGATIVE, numpy_task(DEPENDING))
    assert verdicts(report) == {
        "test_a_builds_on": Verdict.SKIPPED,
        "test_b_builds_on_that": Verdict.SKIPPED,
        "test_z_base[-1]": Verdict.WRONG_ANSWER,
        "test_z_base[1]": Verdict.ACCEPTED,
    }
    assert report.verdict is Verdict.WRONG_ANSWER
    assert (report.score, report.max_score) == (1, 4)


def test_a_test_may_depend_on_one_of_another_file(judged, numpy_task, verdicts):
    tests = {
        "test_a.py": '@pytest.mark.depends("test_base")\n'
        'def test_first(compare, rng):\n    compare("double", rng.normal((1,)))\n',
        "test_b.py": "def test_base(compare, rng):\n    compare('negative', rng.normal((1,)))\n",
    }
    assert verdicts(judged(RIGHT, numpy_task(tests))) == {"test_first": Verdict.ACCEPTED, "test_base": Verdict.ACCEPTED}
    found = verdicts(judged(WRONG_NEGATIVE, numpy_task(tests)))
    assert found == {"test_first": Verdict.SKIPPED, "test_base": Verdict.WRONG_ANSWER}


BROKEN = {
    "a circle": '@pytest.mark.depends("test_b")\ndef test_a(): pass\n'
    '@pytest.mark.depends("test_a")\ndef test_b(): pass',
    "itself": '@pytest.mark.depends("test_a")\ndef test_a(): pass',
    "an unknown name": '@pytest.mark.depends("test_gone")\ndef test_a(): pass',
    "an unknown fixture": "def test_a(reveal): pass",
    "an unknown mark": "@pytest.mark.no_such_mark\ndef test_a(compare): compare('gone')",
    "a file that does not load": "import no_such_module\ndef test_a(): pass",
    "a syntax error": "def test_a(:",
    "an exception": "def test_a(): {}['gone']",
    "an index into a result": "def test_a(compare, rng): compare('double', rng.normal((2,)))[5]",
    "pytest.fail": "def test_a(): pytest.fail('no')",
    "an unknown entry point of the reference": "def test_a(candidate): candidate.new('gone')",
    "an argument that cannot be sent": "def test_a(compare): compare('double', object())",
    "no test": "x = 1",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_of_a_hidden_test_is_the_judges(judged, numpy_task, name):
    source = RIGHT + "\ndef gone():\n    return 1.0\n"
    with pytest.raises(JudgeError):
        judged(source, numpy_task(BROKEN[name]))


def test_a_failing_assert_is_a_wrong_answer_whose_text_only_the_operator_sees(judged, numpy_task):
    tests = """
    def test_property(candidate, rng):
        y = candidate("double", rng.normal((4,)))
        assert y.sum() == 12345.5, "the sum is not the secret"
    """
    report = judged(RIGHT, numpy_task(tests))
    [one] = report.tests
    assert (report.verdict, one.verdict) == (Verdict.WRONG_ANSWER, Verdict.WRONG_ANSWER)
    assert "the secret" in one.detail
    shown = candidate_view(report).model_dump_json()
    assert "secret" not in shown
    assert "12345.5" not in shown


def test_a_skip_inside_a_test_earns_nothing_and_accepts_nothing(judged, numpy_task):
    report = judged(RIGHT, numpy_task(TESTS + "\ndef test_skips():\n    pytest.skip('not today')\n"))
    assert report.verdict is Verdict.JUDGE_ERROR
    assert (report.score, report.max_score) == (4.5, 5.5)


def test_two_challenges_with_files_of_one_name_are_not_mixed_up(judged, numpy_task, verdicts):
    first = numpy_task("def test_one(compare, rng):\n    compare('double', rng.normal((1,)))\n")
    second = numpy_task("def test_two(compare, rng):\n    compare('negative', rng.normal((1,)))\n")
    assert verdicts(judged(RIGHT, first)) == {"test_one": Verdict.ACCEPTED}
    assert verdicts(judged(WRONG_NEGATIVE, second)) == {"test_two": Verdict.WRONG_ANSWER}
    assert verdicts(judged(WRONG_NEGATIVE, first)) == {"test_one": Verdict.ACCEPTED}


def test_nothing_around_the_judge_changes_how_tests_run(judged, numpy_task, verdicts, tmp_path, monkeypatch):
    around = tmp_path / "work tree"
    around.mkdir()
    (around / "conftest.py").write_text("raise SystemExit('conftest of the candidate')\n")
    for folder in (around, tmp_path):  # where the judge is started, and above the challenge
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\npython_functions = check_*\n")
    (around / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = ['-k', 'nothing']\n")
    (around / "evil.py").write_text("import pytest\n@pytest.fixture\ndef rng():\n    raise SystemExit\n")
    monkeypatch.chdir(around)
    monkeypatch.syspath_prepend(str(around))
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p evil --exitfirst -k test_double")
    monkeypatch.setenv("PYTEST_PLUGINS", "evil")
    report = judged(WRONG_BOTH, numpy_task(TESTS))
    assert list(verdicts(report).values()) == [Verdict.WRONG_ANSWER] * 3
    assert judged(RIGHT, numpy_task(TESTS)).verdict is Verdict.ACCEPTED


def test_a_conftest_beside_the_hidden_tests_is_not_read(judged, numpy_task, tmp_path):
    made = numpy_task(TESTS)
    folder = made.write(tmp_path).folder
    (folder / "conftest.py").write_text("raise SystemExit\n")
    (folder / "hidden/conftest.py").write_text("raise SystemExit\n")
    assert judged(RIGHT, made).verdict is Verdict.ACCEPTED


def test_judging_leaves_the_environment_and_the_folder_as_they_were(judged, numpy_task, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--exitfirst")
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "")
    made = numpy_task(TESTS)
    files = set(made.write(tmp_path).folder.rglob("*"))
    before, bytecode = dict(os.environ), sys.dont_write_bytecode
    judged(RIGHT, made)
    assert {**os.environ, "PYTEST_CURRENT_TEST": ""} == before
    assert sys.dont_write_bytecode is bytecode
    assert set(made.write(tmp_path).folder.rglob("*")) == files


def test_progress_is_told(engine, numpy_task, tmp_path):
    told: list[str] = []
    submission = Submission(name="task.py", source=RIGHT.encode(), sha256="0" * 64)
    judge_submission(submission, numpy_task(TESTS).write(tmp_path), engine, Options(runtime=False), told.append)
    assert told[-3:] == ["1 of 3 tests", "2 of 3 tests", "3 of 3 tests"]


def test_points_are_told_by_aspect(judged, task):
    tests = """
@pytest.mark.points(3)
@pytest.mark.aspect("edge cases")
def test_edges(compare, rng):
    compare("f", rng.normal((1,)))
def test_plain(compare, rng):
    compare("f", rng.normal((3,)))
"""
    source = "import torch\ndef f(x):\n    return {}\n"
    report = judged(source.format("2 * x if len(x) > 1 else x"), task(tests, source.format("2 * x")))
    told = {one.aspect: (one.points, one.max_points) for one in report.aspects}
    assert told == {"outputs": (1, 1), "edge cases": (0, 3)}


def test_an_aspect_that_is_none_is_the_authors_mistake(judged, task):
    tests = '@pytest.mark.aspect("speed")\ndef test_a(compare, rng):\n    compare("f", rng.normal((3,)))\n'
    source = "import torch\ndef f(x):\n    return x\n"
    with pytest.raises(JudgeError, match="'speed' is no aspect; write one of outputs, gradients"):
        judged(source, task(tests, source))


def test_a_test_that_depends_on_a_timed_one_runs_last_and_without_runtime_too(judged, task, verdicts):
    tests = """
@pytest.mark.depends("test_runtime")
def test_after(compare, rng):
    compare("f", rng.normal((3,)))
def test_before(compare, rng):
    compare("f", rng.normal((4,)))
@pytest.mark.timed
def test_runtime(timed, rng):
    timed("f", lambda: rng.normal((64, 64)))
"""
    source = "import torch\ndef f(x):\n    return x.exp()\n"
    report = judged(source, task(tests, source))
    assert verdicts(report) == {"test_after": Verdict.ACCEPTED, "test_before": Verdict.ACCEPTED}
    timed = judged(source, task(tests, source), runtime=True)
    assert timed.verdict is Verdict.ACCEPTED
    assert len(timed.tests) == 3
