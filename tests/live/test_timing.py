"""Measured runtimes of real programs. Bounds are generous: what is asserted holds on a busy machine too."""

from __future__ import annotations

import pytest

from judge.errors import JudgeError
from judge.model import Verdict

REFERENCE = """
import time
import numpy as np
def f(x, scale=2):
    time.sleep(0.002)
    return scale * x
class Layer:
    def __init__(self, size):
        self.w = np.ones(size)
    def __call__(self, x):
        time.sleep(0.002)
        return self.w * x
"""
TESTS = """
def test_small(compare, rng):
    compare("f", rng.normal((2,)))

@pytest.mark.timed
def test_runtime(timed, rng):
    timed("f", lambda: rng.normal((100,)))
"""


@pytest.fixture
def timed(judged, task):
    """Judges REFERENCE with replacements, with runtime."""

    def judge(*replacements, tests=TESTS, at_most=10.0, probe="", **options):
        source = REFERENCE
        for old, new in replacements:
            assert old in source
            source = source.replace(old, new)
        made = task(tests, REFERENCE, framework=("numpy",), at_most=at_most, probe=probe)
        return judged(source, made, **{"runtime": True, **options})

    return judge


def test_the_same_program_is_within_a_generous_bound(timed):
    report = timed()
    assert report.verdict is Verdict.ACCEPTED, report.reason
    figure = report.runtime
    assert figure.finding == "within"
    assert figure.low <= figure.ratio <= figure.high
    assert 0.1 < figure.ratio < 10
    assert 1 < figure.reference_ms < 1000
    assert figure.pairs >= 2
    assert figure.at_most == 10


def test_a_program_thirty_times_as_slow_is_too_slow(timed):
    report = timed(("time.sleep(0.002)\n    return scale", "time.sleep(0.06)\n    return scale"), at_most=3.0)
    assert report.verdict is Verdict.TOO_SLOW, report.runtime
    assert report.runtime.finding == "too_slow"
    assert report.runtime.low > 3
    assert [one.verdict for one in report.tests] == [Verdict.TOO_SLOW, Verdict.ACCEPTED]
    assert "at most 3 is allowed" in report.reason


def test_without_a_bound_a_slow_program_is_only_reported(timed):
    report = timed(("time.sleep(0.002)\n    return scale", "time.sleep(0.02)\n    return scale"), at_most=None)
    assert report.verdict is Verdict.ACCEPTED
    assert report.runtime.finding == "reported"
    assert report.runtime.ratio > 1.5


def test_timed_outputs_are_compared(timed):
    report = timed(("return scale * x", "return (scale if x.size < 50 else 3) * x"))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert "in a timed call" in report.reason
    assert report.runtime is None
    report = timed(("return scale * x", "f.n = getattr(f, 'n', 0) + 1\n    return scale * x + (f.n == 9)"))
    assert report.verdict is Verdict.WRONG_ANSWER


def test_a_program_that_remembers_outputs_meets_fresh_inputs_every_time(timed):
    remembering = "table = globals().setdefault('TABLE', {})\n    return table.setdefault(x.shape, scale * x)"
    report = timed(("return scale * x", remembering))
    assert report.verdict is Verdict.WRONG_ANSWER


def test_every_timed_call_has_inputs_of_its_own(timed):
    report = timed(("return scale * x", "print(x.size, x.tobytes()[:16].hex())\n    return scale * x"))
    assert report.verdict is Verdict.ACCEPTED
    seen = [line for line in report.output.stdout.splitlines() if line.startswith("100 ")]
    assert len(set(seen)) == len(seen) >= 2 * report.runtime.pairs


def test_runtime_is_measured_only_where_all_else_is_accepted(timed):
    report = timed(("return scale * x", "return 3 * x"))
    assert [one.verdict for one in report.tests] == [Verdict.SKIPPED, Verdict.WRONG_ANSWER]
    assert report.runtime is None


def test_runtime_can_be_left_out(timed):
    report = timed(runtime=False)
    assert report.verdict is Verdict.ACCEPTED
    assert len(report.tests) == 1
    assert report.runtime is None


def test_a_program_that_dies_in_a_timed_call_gets_what_it_deserves(timed):
    report = timed(
        (
            "return scale * x",
            "f.n = getattr(f, 'n', 0) + 1\n    import os; f.n > 6 and os._exit(0)\n    return scale * x",
        )
    )
    assert report.verdict is Verdict.RUNTIME_ERROR
    report = timed(("return scale * x", "return scale * x if x.size < 50 else 1 / 0"))
    assert report.verdict is Verdict.RUNTIME_ERROR


MORE = """
@pytest.mark.timed
def test_layer(timed, rng):
    layer = timed.new("Layer", 50)
    timed(layer, lambda: rng.normal((50,)))
@pytest.mark.timed
def test_probe(timed, rng):
    layer = timed.new("Layer", 3)
    timed.probe("twice", lambda: (layer, [rng.normal((3,))]), times=2)
"""
PROBE = "def twice(submission, layer, xs, times=1):\n    return [layer(x) for x in xs for _ in range(times)]\n"


def test_objects_and_probes_are_timed_too(timed):
    report = timed(tests=MORE, probe=PROBE)
    assert report.verdict is Verdict.ACCEPTED, report.reason
    assert [one.verdict for one in report.tests] == [Verdict.ACCEPTED] * 2
    assert report.runtime is not None
    slow = ("time.sleep(0.002)\n        return self", "time.sleep(0.06)\n        return self")
    report = timed(slow, tests=MORE, probe=PROBE, at_most=3.0)
    assert report.verdict is Verdict.TOO_SLOW
    assert report.tests[0].verdict is Verdict.TOO_SLOW


def test_the_slowest_of_several_cases_is_the_figure(timed):
    tests = """
    @pytest.mark.timed
    def test_1(timed, rng):
        timed("f", lambda: rng.normal((5,)))
    @pytest.mark.timed
    def test_2(timed, rng):
        timed("f", lambda: rng.normal((500,)), scale=3)
    """
    slow = ("time.sleep(0.002)\n    return scale", "time.sleep(0.002 if scale == 2 else 0.04)\n    return scale")
    report = timed(slow, tests=tests, at_most=None)
    assert report.verdict is Verdict.ACCEPTED
    assert report.runtime.ratio > 4


def test_a_timed_case_that_the_reference_cannot_run_is_the_judges_error(timed):
    tests = "@pytest.mark.timed\ndef test_1(timed, rng):\n    timed('f', lambda: 'text', scale=1.5)\n"
    with pytest.raises(JudgeError):
        timed(tests=tests)
