"""A call over magnitudes of its inputs."""

from __future__ import annotations

import pytest

from judge.errors import JudgeError
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


HALVES = """
def test_dtypes(sweep, rng):
    dtypes = ("float16", "bfloat16", "float32", "float64")
    sweep("f", lambda scale: (rng.normal((4, 5), scale=scale),), scales=(1e-2, 1.0, 10.0), dtypes=dtypes{})
"""


@pytest.mark.parametrize("options", ["", ", gradients=True", ", gradients=2"])
def test_a_right_program_is_right_in_every_dtype_and_its_points_are_reported(judged, task, options):
    right = SOURCE.format("x / (1 + (x * x).sum(-1, keepdim=True)).sqrt()")
    second = SOURCE.format("x * (1 + torch.einsum('ij,ij->i', x, x)[:, None]) ** -0.5")
    third = SOURCE.format("x * torch.rsqrt(x.square().sum(-1, keepdim=True) + 1)")
    report = judged(third, task(HALVES.format(options), right, second=second))
    assert report.verdict is Verdict.ACCEPTED, report.reason
    [test] = report.tests
    assert [(one.dtype, one.scale) for one in test.sweep] == [
        (dtype, scale) for dtype in ("float16", "bfloat16", "float32", "float64") for scale in (1e-2, 1.0, 10.0)
    ]
    assert all(one.verdict is Verdict.ACCEPTED for one in test.sweep)
    assert max(one.budget_used or 0 for one in test.sweep) == test.budget_used


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("x * (x.square().sum(-1, keepdim=True) + 1).to(torch.float16).rsqrt().to(x.dtype)", {"float32", "float64"}),
        ("x * (x.square().sum(-1, keepdim=True) + 1).to(torch.bfloat16).rsqrt().to(x.dtype)", {"float32", "float64"}),
        ("x * (x.double().square().sum(-1, keepdim=True) + 1).rsqrt().float().to(x.dtype)", {"float64"}),
        ("(x * (x.square().sum(-1, keepdim=True) + 1).rsqrt()).float()", {"float16", "bfloat16", "float64"}),
        ("1.2 * x * (x.square().sum(-1, keepdim=True) + 1).rsqrt()", {"float16", "bfloat16", "float32", "float64"}),
    ],
)
def test_a_dtype_in_which_it_is_wrong_is_named(judged, task, expression, wrong):
    right = SOURCE.format("x / (1 + (x * x).sum(-1, keepdim=True)).sqrt()")
    report = judged(SOURCE.format(expression), task(HALVES.format(""), right))
    assert report.verdict is Verdict.WRONG_ANSWER
    [test] = report.tests
    assert {one.dtype for one in test.sweep if one.verdict is not Verdict.ACCEPTED} >= wrong - {"bfloat16"}
    told = {word for part in test.message.split("; ") if part.startswith("wrong for ") for word in part.split()[2:3]}
    assert wrong - {"bfloat16"} <= told
    assert told == {one.dtype for one in test.sweep if one.verdict is not Verdict.ACCEPTED}


def test_where_the_budget_is_left_can_be_plotted(judged, task):
    report = judged(SOURCE.format(ROOT.replace("1e-6", "0.0")), task(TESTS, SOURCE.format(ROOT)))
    [scales] = [test for test in report.tests if "inputs of size" in test.message]
    used = {one.scale: one.budget_used or 0 for one in scales.sweep}
    assert used[1e-6] > used[1e-4] > used[1e-2] > 1 > used[1.0]


@pytest.mark.parametrize(
    ("framework", "call", "told"),
    [
        ("torch", "sweep('f', make, dtypes=('float8',))", "'float8' is no dtype to sweep"),
        ("torch", "sweep(compare.new('L'), make, dtypes=('float16',))", "over functions only"),
        ("numpy", "sweep('f', make, dtypes=('bfloat16',))", "numpy has no bfloat16"),
    ],
)
def test_dtypes_that_cannot_be_swept_are_the_authors_mistake(judged, task, framework, call, told):
    source = (
        f"import {framework}\ndef f(x):\n    return 2 * x\nclass L:\n    def __call__(self, x):\n        return x\n"
    )
    tests = f"def test_a(compare, sweep, rng):\n    make = lambda scale: (rng.normal((3,)),)\n    {call}\n"
    with pytest.raises(JudgeError, match=told):
        judged(source, task(tests, source, framework=(framework,)))
