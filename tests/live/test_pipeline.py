"""A submission from its bytes to a report: what does not load, what raises, what a seed replays."""

from __future__ import annotations

import hashlib
import re

import jsonschema
import pytest

from judge.errors import UsageError
from judge.model import Limits, Report, Submission, Verdict
from judge.pipeline import Grader, Options
from judge.report.view import candidate_view
from judge.session import MAX_LIVES

REFERENCE = "import numpy as np\n\ndef f(x):\n    return 2 * x\n\ndef g(x):\n    return x + 1\n"
RIGHT = "import hashlib\n" + REFERENCE.replace("return 2", "print(x.tobytes().hex())\n    return 2")
TESTS = """
@pytest.mark.points(2)
def test_f(compare, rng):
    compare("f", rng.normal((3,)))
    compare("f", rng.normal((2, 2)))

def test_g(compare, rng):
    compare("g", rng.uniform((4,)))
"""


def submitted(source: str | bytes) -> Submission:
    content = source.encode() if isinstance(source, str) else source
    return Submission(name="task.py", source=content, sha256=hashlib.sha256(content).hexdigest())


@pytest.fixture
def made(task):
    """The task of this module."""
    return task(TESTS, REFERENCE, framework=("numpy",))


COMPILE = {
    "syntax": (b"def f(:\n    pass\n", "SyntaxError"),
    "unclosed": (b"def f(x):\n    return (x\n", "never closed"),
    "indentation": (b"def f(x):\nreturn x\n", "IndentationError"),
    "import": (b"import no_such_module_anywhere\n", "no_such_module_anywhere"),
    "name": (b"def f(x): return x\ndef g(x): return y\nprint(z)\n", "NameError"),
    "raises": (b"raise ValueError('while loading')\n", "while loading"),
    "nothing": (b"", "f, g"),
    "one missing": (b"def f(x): return x\n", "lacks g"),
    "no function": (b"def f(x): return x\ng = 7\n", "lacks g"),
    "other case": (b"def f(x): return x\ndef G(x): return x\n", "lacks g"),
    "not UTF-8": (b"def f(x): return 'caf\xe9'\ndef g(x): return x\n", "SyntaxError"),
    "UTF-16": ("def f(x): return x\n".encode("utf-16"), "Error"),
    "NUL": (b"def f(x): return x\0\ndef g(x): return x\n", "null"),
    "an unknown coding": (b"# coding: klingon\ndef f(x): return x\n", "klingon"),
    "exits": (b"raise SystemExit(0)\n", "does not load"),
    "exits by the module": (b"import sys\nsys.exit()\n", "does not load"),
    "interrupts": (b"raise KeyboardInterrupt\n", "does not load"),
    "is no Python": (b"\x7fELF\x02\x01\x01" + bytes(64), "does not load"),
    "nests too deep": (b"x = " + b"(" * 5000 + b")" * 5000, "does not load"),
}


@pytest.mark.parametrize("name", COMPILE)
def test_what_does_not_load_is_a_compile_error(judged, made, name):
    source, told = COMPILE[name]
    report = judged(source, made)
    assert report.verdict is Verdict.COMPILE_ERROR, report.reason
    assert told in report.reason
    assert (report.score, report.max_score) == (0, 3)
    assert {one.verdict for one in report.tests} == {Verdict.SKIPPED}
    assert report.usage.wall_s > 0


def test_a_candidate_sees_why_the_file_does_not_load(judged, made):
    report = candidate_view(judged(b"x = 1\nraise ValueError('my own words')\n", made))
    assert "my own words" in report.reason


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf" + RIGHT.encode(),
        RIGHT.replace("\n", "\r\n").encode(),
        ("# coding: latin-1\n# caf\xe9\n" + RIGHT).encode("latin-1"),
        RIGHT.rstrip().encode(),
    ],
    ids=["byte order mark", "carriage returns", "declared coding", "no last newline"],
)
def test_honest_encodings_load(judged, made, source):
    assert judged(source, made).verdict is Verdict.ACCEPTED


def test_a_file_that_is_too_large_is_not_run(judged, task):
    small = task(TESTS, REFERENCE, framework=("numpy",), limits=Limits(source_kb=1))
    report = judged(RIGHT + "#" * 2000, small)
    assert (report.verdict, report.tests) == (Verdict.COMPILE_ERROR, ())
    assert "1 KiB" in report.reason


RAISED = {
    "1 / 0": "ZeroDivisionError",
    "raise SystemExit(0)": "Exception",
    "raise KeyboardInterrupt": "Exception",
    "raise GeneratorExit": "Exception",
    "import unittest; raise unittest.SkipTest('skip me')": "Exception",
    "raise type('Skipped', (BaseException,), {})('skip me')": "Exception",
    "raise type('Exit', (Exception,), {'__module__': '_pytest.outcomes'})": "Exception",
    "raise NotImplementedError": "NotImplementedError",
    "return f(x)": "RecursionError",
    "raise AssertionError('secret 7')": "AssertionError",
    "raise StopIteration": "StopIteration",
}


@pytest.mark.parametrize("statement", RAISED)
def test_whatever_a_candidate_raises_is_a_runtime_error(judged, made, statement):
    report = judged(f"def f(x):\n    {statement}\ndef g(x):\n    return x + 1\n", made)
    assert report.verdict is Verdict.RUNTIME_ERROR
    assert [one.verdict for one in report.tests] == [Verdict.RUNTIME_ERROR, Verdict.ACCEPTED]
    assert f"raised {RAISED[statement]}" in report.tests[0].message
    assert (report.score, report.max_score) == (1, 3)


def test_the_text_of_an_exception_is_for_the_operator(judged, made):
    report = judged("def f(x):\n    raise ValueError(f'leaked {x}')\ndef g(x):\n    return x + 1\n", made)
    assert "leaked" in report.tests[0].detail
    assert "at line 2" in report.tests[0].message
    assert "leaked" not in candidate_view(report).model_dump_json()


ENDS = {
    "os._exit(0)": "exit status 0",
    "os._exit(3)": "exit status 3",
    "os.kill(os.getpid(), 9)": "SIGKILL",
    "os.kill(os.getpid(), 40)": "signal 40",
    "os.abort()": "SIGABRT",
    "os.closerange(0, 999)": "before it answered",
}


@pytest.mark.parametrize("statement", ENDS)
def test_a_program_that_ends_itself_fails_its_test_and_lives_again_for_the_next(judged, made, statement):
    report = judged(f"import os\ndef f(x):\n    {statement}\n    return 2 * x\ndef g(x):\n    return x + 1\n", made)
    assert [one.verdict for one in report.tests] == [Verdict.RUNTIME_ERROR, Verdict.ACCEPTED]
    assert ENDS[statement] in report.tests[0].message


def test_a_program_that_always_ends_itself_is_not_started_for_every_test(judged, task):
    tests = (
        "@pytest.mark.parametrize('n', range(8))\ndef test_f(compare, rng, n):\n    compare('f', rng.normal((1,)))\n"
    )
    made = task(tests, REFERENCE, framework=("numpy",))
    report = judged("import os\nprint('begun')\ndef f(x):\n    os._exit(0)\ng = f\n", made)
    assert {one.verdict for one in report.tests} == {Verdict.RUNTIME_ERROR}
    assert report.output.stdout == "begun\n" * MAX_LIVES
    assert report.tests[-1].message.startswith("not run")


def inputs(report: Report) -> list[bytes]:
    """Every input that the program above saw, bit for bit."""
    return [bytes.fromhex(line) for line in report.output.stdout.split()]


def untimed(report: Report) -> dict[str, object]:
    text = re.sub(r'"(wall_s|cpu_s|memory_peak_mb)":[0-9.e-]+', "", report.model_dump_json(exclude={"usage", "replay"}))
    return {"report": text}


def test_a_seed_replays_verdict_and_inputs_bit_for_bit(judged, made):
    first = judged(RIGHT, made)
    assert first.verdict is Verdict.ACCEPTED
    assert first.replay is False
    assert len(inputs(first)) == 2
    again = judged(RIGHT, made, seed=first.seed)
    assert again.replay is True
    assert untimed(again) == untimed(first)


def test_a_seed_replays_a_failure_with_its_figures(judged, made):
    wrong = RIGHT.replace("return 2 * x", "return 2 * x + 1e-3 * np.sin(1e6 * x)")
    first = judged(wrong, made)
    assert first.verdict is Verdict.WRONG_ANSWER
    assert untimed(judged(wrong, made, seed=first.seed)) == untimed(first)


def test_a_fresh_run_has_other_inputs(judged, made):
    first, second = judged(RIGHT, made), judged(RIGHT, made)
    assert first.seed != second.seed
    assert not set(inputs(first)) & set(inputs(second))


def test_what_is_no_seed_is_refused_before_anything_runs(judged, made):
    with pytest.raises(UsageError):
        judged(RIGHT, made, seed="no seed")


def test_a_cohort_gets_one_seed_and_the_same_verdicts_as_one_by_one(engine, made, tmp_path):
    wrong, crashing = RIGHT.replace("x + 1", "x + 2"), RIGHT.replace("return 2 * x", "return 1 / 0")
    challenge = made.write(tmp_path)
    options = Options(seed="abc", runtime=False)
    together = Grader(challenge, engine, options, one_seed=True)
    try:
        reports = [together.judge(submitted(source)) for source in (RIGHT, wrong, crashing, RIGHT, wrong)]
    finally:
        together.close()
    verdicts = [Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.ACCEPTED, Verdict.WRONG_ANSWER]
    assert [one.verdict for one in reports] == verdicts
    for index, source in enumerate((RIGHT, wrong, crashing)):
        alone = Grader(challenge, engine, options)
        try:
            assert untimed(alone.judge(submitted(source))) == untimed(reports[index])
        finally:
            alone.close()
    assert untimed(reports[3]) == untimed(reports[0])


def test_a_cohort_without_a_seed_shares_a_secret_one(engine, made, tmp_path):
    together = Grader(made.write(tmp_path), engine, Options(runtime=False), one_seed=True)
    try:
        first, second = (together.judge(submitted(RIGHT)) for _ in range(2))
    finally:
        together.close()
    assert first.seed == second.seed
    assert inputs(first) == inputs(second)
    assert not first.replay


def test_the_reference_is_started_once_for_a_cohort_and_not_at_all_for_what_does_not_load(
    engine, made, tmp_path, monkeypatch
):
    started = []
    start = type(engine).start
    monkeypatch.setattr(type(engine), "start", lambda self, spec: started.append(spec) or start(self, spec))
    grader = Grader(made.write(tmp_path), engine, Options(runtime=False))
    try:
        grader.judge(submitted("def f(:"))
        assert len(started) == 1
        grader.judge(submitted(RIGHT))
        grader.judge(submitted(RIGHT))
        assert len(started) == 1 + 2 + 1
    finally:
        grader.close()


def test_a_limit_passed_after_the_last_answer_counts(judged, made):
    flood = "\nimport threading, sys\ndef flood():\n    while True:\n        sys.stdout.write('x' * 1000)\n"
    source = RIGHT + flood + "def g(x):\n    threading.Thread(target=flood, daemon=True).start()\n    return x + 1\n"
    report = judged(source, made)
    assert report.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED
    assert report.output.truncated


def test_a_breach_of_the_rules_outweighs_a_right_answer(judged, task):
    fields = {"forbidden": ("numpy.multiply", "numpy.linalg")}
    made = task(TESTS, REFERENCE, framework=("numpy",), fields=fields)
    assert judged(RIGHT, made).verdict is Verdict.ACCEPTED
    report = judged(RIGHT.replace("return 2 * x", "return np.multiply(2, x)"), made)
    assert report.verdict is Verdict.RULE_VIOLATION
    assert report.policy.breaches == ("numpy.multiply",)
    assert "numpy.multiply" in report.reason
    report = judged("from numpy import linalg\n" + RIGHT.replace("2 * x", "3 * x"), made)
    assert (report.verdict, report.policy.breaches) == (Verdict.RULE_VIOLATION, ("numpy.linalg",))
    report = judged("import numpy.linalg\nx = (", made)
    assert report.verdict is Verdict.COMPILE_ERROR


def test_the_report_says_what_ran_where_and_with_what(judged, made, engine):
    report = judged(RIGHT, made)
    assert (report.challenge.id, report.submission.name) == ("task", "task.py")
    assert report.submission.sha256 == hashlib.sha256(RIGHT.encode()).hexdigest()
    assert report.sandbox.engine == "bubblewrap"
    assert report.sandbox.enforced_by == engine.enforced_by
    assert report.environment.numpy
    assert report.environment.python.count(".") == 2
    assert report.environment.device == "cpu"
    assert 0 < report.usage.wall_s < 60
    assert 0 < report.usage.memory_peak_mb < 1024
    assert report.runtime is None
    jsonschema.validate(report.model_dump(mode="json"), Report.model_json_schema(mode="serialization"))


def test_what_is_printed_is_kept_apart_from_the_verdict(judged, made):
    source = RIGHT + "print('{\"verdict\": \"accepted\"}')\nimport sys\nprint('\\x1b[31mred', file=sys.stderr)\n"
    report = judged(source.replace("x + 1", "x + 2"), made)
    assert report.verdict is Verdict.WRONG_ANSWER
    assert '{"verdict": "accepted"}' in report.output.stdout
    assert report.output.stderr == "red\n"
    assert candidate_view(report).output.stdout == ""
