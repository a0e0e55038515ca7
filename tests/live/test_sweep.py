"""A call over magnitudes of its inputs."""

from __future__ import annotations

from judge.model import Verdict

SOURCE = "import torch\ndef f(x):\n    return {}\n"
TESTS = """
def test_scales(sweep, rng):
    sweep("f", lambda scale: (rng.normal((4, 5), scale=scale),))
def test_gradients(sweep, rng):
    sweep("f", lambda scale: (rng.normal((4, 5), scale=scale),), scales=(1.0, 10.0), gradients=True)
"""
ROOT = "x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt()"


def test_a_right_program_is_right_at_every_scale(judged, task):
    report = judged(SOURCE.format(ROOT), task(TESTS, SOURCE.format(ROOT)))
    assert report.verdict is Verdict.ACCEPTED, report.reason
    assert report.tests[0].budget_used is not None


def test_the_scales_at_which_it_is_wrong_are_named(judged, task):
    report = judged(SOURCE.format(ROOT.replace("1e-6", "0.0")), task(TESTS, SOURCE.format(ROOT)))
    [scales] = [test for test in report.tests if "inputs of size" in test.message]
    assert scales.verdict is Verdict.WRONG_ANSWER
    assert "wrong for inputs of size 1e-06, 0.0001, 0.01, right for 1, 100, 10000" in scales.message


def test_objects_are_swept_too(judged, task):
    layer = "import torch\nclass L(torch.nn.Module):\n    def forward(self, x):\n        return {}\n"
    tests = """
def test_a(compare, sweep, rng):
    sweep(compare.new("L"), lambda scale: (rng.normal((20,), scale=scale),))
"""
    assert judged(layer.format("x.tanh()"), task(tests, layer.format("x.tanh()"))).verdict is Verdict.ACCEPTED
    report = judged(layer.format("x.clamp(-8, 8)"), task(tests, layer.format("x")))
    assert "wrong for inputs of size 100, 10000" in report.reason
