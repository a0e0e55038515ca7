"""Gradients of second order: the gradients of the first gradients, under a cotangent of their own."""

from __future__ import annotations

import pytest

from judge.errors import JudgeError
from judge.model import Verdict

SOURCE = """
import torch
def each(backward):
    return backward
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        ctx.plain = x.detach(), y.detach()
        return x.exp() * y
    @staticmethod
    @{decorator}
    def backward(ctx, g):
        x, y = {saved}
        return {backward}
def f(x, y):
    return {call}
"""
RIGHT = {
    "decorator": "each",
    "saved": "ctx.saved_tensors",
    "backward": "g * x.exp() * y, g * x.exp()",
    "call": "x.exp() * y",
}
FIRST = 'def test_first(compare, rng):\n    compare("f", *rng.normal((3, 4), count=2), gradients=True)\n'
SECOND = 'def test_second(compare, rng):\n    compare("f", *rng.normal((3, 4), count=2), gradients=2)\n'
DETACHED = {
    "meant for one order": {"decorator": "torch.autograd.function.once_differentiable"},
    "saved without its history": {"saved": "ctx.plain"},
    "a number in the place of a saved tensor": {"backward": "g * x.exp().detach() * y, g * x.exp().detach()"},
    "calculated without gradients": {"backward": "torch.no_grad()(lambda: (g * x.exp() * y, g * x.exp()))()"},
    "one of two": {"backward": "g * x.exp() * y, g * x.detach().exp()"},
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"call": "Own.apply(x, y)"},
        {"call": "(x / 2).exp() ** 2 * y"},
        {"call": "Own.apply(x, y)", "backward": "g * Own.apply(x, y), g * Own.apply(x, torch.ones_like(y))"},
    ],
)
def test_right_programs_of_any_style_are_accepted(judged, task, change):
    report = judged(SOURCE.format(**{**RIGHT, **change}), task(FIRST + SECOND, SOURCE.format(**RIGHT)))
    assert report.verdict is Verdict.ACCEPTED, report.reason


@pytest.mark.parametrize("name", DETACHED)
def test_a_backward_that_cannot_be_differentiated_is_a_wrong_gradient(judged, task, verdicts, name):
    source = SOURCE.format(**{**RIGHT, "call": "Own.apply(x, y)", **DETACHED[name]})
    report = judged(source, task(FIRST + SECOND, SOURCE.format(**RIGHT)))
    assert verdicts(report) == {"test_first": Verdict.ACCEPTED, "test_second": Verdict.WRONG_GRADIENT}
    found = [one for test in report.tests for one in test.mismatches]
    assert found[0].tensor.startswith("second gradient of ")
    assert all(one.gradient for one in found)


def test_a_wrong_first_gradient_is_told_as_such(judged, task):
    source = SOURCE.format(**{**RIGHT, "call": "Own.apply(x, y)", "backward": "g * x.exp(), g * x.exp()"})
    report = judged(source, task(SECOND, SOURCE.format(**RIGHT)))
    assert [one.tensor for test in report.tests for one in test.mismatches] == ["gradient of x"]


def test_the_second_cotangents_are_secret_too(judged, task):
    told = 'h = g * x.exp()\n        h.register_hook(lambda c: print("cotangent", c.tolist()))\n        return h * y, h'
    source = SOURCE.format(**{**RIGHT, "call": "Own.apply(x, y)"}).replace(f"return {RIGHT['backward']}", told)
    first, second = (judged(source, task(SECOND, SOURCE.format(**RIGHT))) for _ in range(2))
    assert first.verdict is Verdict.ACCEPTED
    assert first.output.stdout.startswith("cotangent")
    assert first.output.stdout != second.output.stdout


LAYER = """
import torch
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(4))
    def forward(self, x):
        return torch.tanh(x{} * self.weight)
"""


@pytest.mark.parametrize(("change", "verdict"), [("", Verdict.ACCEPTED), (".abs()", Verdict.WRONG_ANSWER)])
def test_parameters_are_differentiated_twice_too(judged, task, change, verdict):
    tests = 'def test_layer(compare, rng):\n    compare.new("Layer")(rng.normal((3, 4)), gradients=2)\n'
    report = judged(LAYER.format(change), task(tests, LAYER.format("")))
    assert report.verdict is verdict, report.reason
    if verdict is Verdict.ACCEPTED:
        assert {one.tensor for one in report.tests[0].margins} >= {
            "gradient of weight",
            "second gradient of weight",
            "second gradient of x",
        }


def test_a_linear_reference_has_no_second_gradient(judged, task):
    linear = "import torch\ndef f(x, y):\n    return 2 * x + y\n"
    with pytest.raises(JudgeError, match="no second gradient"):
        judged(linear, task(SECOND, linear))


@pytest.mark.parametrize("call", ['"f", x, gradients=2', '"f", x, guards=("differentiable",)'])
def test_numpy_programs_cannot_be_asked(judged, task, call):
    source = "import numpy as np\ndef f(x):\n    return x * x\n"
    tests = f"def test_a(compare, rng):\n    x = rng.normal((3,))\n    compare({call})\n"
    with pytest.raises(JudgeError, match="torch is the only framework"):
        judged(source, task(tests, source, framework=("torch", "numpy")))


def test_another_order_is_the_authors_mistake(judged, task):
    with pytest.raises(JudgeError, match="write True for gradients, 2 for"):
        judged(SOURCE.format(**RIGHT), task(SECOND.replace("=2", "=3"), SOURCE.format(**RIGHT)))
