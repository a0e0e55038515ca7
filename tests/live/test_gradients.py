"""Gradients: of inputs and parameters, under cotangents that are sent after the outputs; hand-written ones too."""

from __future__ import annotations

import pytest

from judge.model import Verdict
from judge.report.view import candidate_view

TORCH = "import torch\ndef f(x, y):\n    return {}\n"
TESTS = """
def test_gradients(compare, rng):
    compare("f", *rng.normal((3, 4), count=2), gradients=True)
"""


def only(report):
    [one] = report.tests
    return one


@pytest.fixture
def compared(judged, task):
    """Judges an expression of x and y against a reference expression, with gradients."""

    def compare(expression, reference, tests=TESTS, before=""):
        source = TORCH.format(expression).replace("def f", f"{before}\ndef f")
        return judged(source, task(tests, TORCH.format(reference)))

    return compare


ACCEPTED = {
    "autograd": ("x * y", "x * y"),
    "another formula": ("((x + y) ** 2 - (x - y) ** 2) / 4", "x * y"),
    "several outputs": ("(x * y, [x + y, {'m': y.exp()}])", "(x * y, [x + y, {'m': y.exp()}])"),
    "an unused argument": ("2 * x", "2 * x"),
    "zeros where the reference has none": ("2 * x + 0 * y", "2 * x"),
    "none where the reference has zeros": ("2 * x", "2 * x + 0 * y"),
    "detached where nothing flows": ("(2 * x, (x > y).float().detach())", "(2 * x, (x > y).float())"),
    "integers beside": ("(2 * x, x.argmax(0))", "(2 * x, x.argmax(0))"),
    "a scalar": ("(x * y).sum()", "(x * y).sum()"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_right_gradients_are_accepted(compared, name):
    report = compared(*ACCEPTED[name])
    assert report.verdict is Verdict.ACCEPTED, report.reason
    assert only(report).budget_used is not None


OWN = """
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        return x * y
    @staticmethod
    def backward(ctx, g):
        x, y = ctx.saved_tensors
        return {}
"""
WRONG = {
    "detached output": ("(x * y).detach()", "x * y", "gradient of x"),
    "detached input": ("x * y.detach()", "x * y", "gradient of y"),
    "a number in its place": ("torch.tensor((x * y).tolist())", "x * y", "gradient of x"),
    "without gradients": ("torch.no_grad()(lambda: x * y)()", "x * y", "gradient of x"),
    "half of it": ("(x * y + (x * y).detach()) / 2", "x * y", "gradient of x"),
    "a gradient that is not due": ("2 * x + y - y.detach()", "2 * x", "gradient of y"),
    "one of several outputs": ("(x * y, (x + y).detach())", "(x * y, x + y)", "gradient of x"),
    "NaN": ("torch.where(x > 9e9, (x - 9e9).sqrt(), x * y)", "x * y", "gradient of x"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_gradients_are_told_by_the_name_of_the_argument(compared, name):
    expression, reference, tensor = WRONG[name]
    report = compared(expression, reference)
    assert report.verdict is Verdict.WRONG_GRADIENT, report.reason
    found = only(report).mismatches
    assert found[0].tensor == tensor
    assert all(one.gradient for one in found)


def test_outputs_are_judged_before_gradients(compared):
    report = compared("(2 * x * y).detach()", "x * y")
    assert report.verdict is Verdict.WRONG_ANSWER
    assert not only(report).mismatches[0].gradient


@pytest.mark.parametrize(
    ("backward", "verdict"),
    [
        ("g * y, g * x", Verdict.ACCEPTED),
        ("g * x, g * y", Verdict.WRONG_GRADIENT),
        ("y, x", Verdict.WRONG_GRADIENT),  # as if every cotangent were 1
        ("1.001 * g * y, g * x", Verdict.WRONG_GRADIENT),
        ("None, g * x", Verdict.WRONG_GRADIENT),
        ("g * y", Verdict.RUNTIME_ERROR),
    ],
)
def test_a_backward_of_the_candidates_own_is_run(compared, backward, verdict):
    report = compared("Own.apply(x, y)", "x * y", before=OWN.format(backward))
    assert report.verdict is verdict, report.reason


def test_cotangents_are_secret_and_sent_after_the_outputs(judged, task):
    source = """
import torch
def f(x, y):
    z = x * y
    z.register_hook(lambda g: print("cotangent", g.tolist()))
    return z
"""
    first, second = (judged(source, task(TESTS, TORCH.format("x * y"))) for _ in range(2))
    assert first.verdict is Verdict.ACCEPTED
    assert first.output.stdout.startswith("cotangent")
    assert first.output.stdout != second.output.stdout


LAYER = """
import torch
class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(4))
        self.unused = torch.nn.Parameter(torch.ones(2))
        self.register_buffer("shift", torch.ones(4))
    def forward(self, x):
        return x * self.weight + self.shift
"""
LAYERED = """
def test_layer(compare, rng):
    layer = compare.new("Layer")
    layer(rng.normal((3, 4)), gradients=True)
"""


@pytest.mark.parametrize(
    ("old", "new", "verdict", "tensor"),
    [
        ("", "", Verdict.ACCEPTED, None),
        ("+ self.shift", "+ self.shift + 0 * self.unused.sum()", Verdict.ACCEPTED, None),
        ("self.weight +", "self.weight.detach() +", Verdict.WRONG_GRADIENT, "gradient of weight"),
        ("self.weight +", "self.weight.data +", Verdict.WRONG_GRADIENT, "gradient of weight"),
        ("x * self", "x.detach() * self", Verdict.WRONG_GRADIENT, "gradient of x"),
        (
            'self.register_buffer("shift", torch.ones(4))',
            "self.shift = torch.nn.Parameter(torch.ones(4))",
            Verdict.ACCEPTED,
            None,
        ),
    ],
)
def test_parameters_of_a_layer_are_leaves(judged, task, old, new, verdict, tensor):
    report = judged(LAYER.replace(old, new) if old else LAYER, task(LAYERED, LAYER))
    assert report.verdict is verdict, report.reason
    assert [one.tensor for one in only(report).mismatches] == ([tensor] if tensor else [])


def test_parameters_of_several_objects_in_a_probe_are_leaves(judged, task):
    tests = """
    def test_both(compare, rng):
        one, two = compare.new("Layer"), compare.new("Layer")
        compare.probe("both", one, two, {"x": [rng.normal((3, 4))]}, gradients=True)
    """
    probe = "def both(submission, one, two, table):\n    return two(one(table['x'][0]))\n"
    made = task(tests, LAYER, probe=probe)
    assert judged(LAYER, made).verdict is Verdict.ACCEPTED
    report = judged(LAYER.replace("self.weight +", "self.weight.detach() +"), made)
    assert report.verdict is Verdict.WRONG_GRADIENT
    assert len(only(report).mismatches) == 2


NUMPY = """
import numpy as np
def f(x, k, y=None, scale=1.0):
    return x * y * scale
def f_backward(cotangent, x, k, y=None, scale=1.0):
    return cotangent * y * scale, cotangent * x * scale
"""
HANDED = """
def test_outputs(compare, rng):
    compare("f", rng.normal((3,)), rng.integers((2,), 0, 5), y=rng.normal((3,)), scale=0.5)
def test_gradients(compare, rng):
    compare("f", rng.normal((3,)), rng.integers((2,), 0, 5), y=rng.normal((3,)), scale=0.5, gradients=True)
"""
BACKWARDS = {
    "right": ("", "", Verdict.ACCEPTED),
    "as a list": (
        "return cotangent * y * scale, cotangent * x * scale",
        "return [cotangent * y * scale, cotangent * x * scale]",
        Verdict.ACCEPTED,
    ),
    "swapped": ("cotangent * y * scale, cotangent * x", "cotangent * x * scale, cotangent * y", Verdict.WRONG_GRADIENT),
    "cotangent forgotten": ("cotangent * y * scale,", "y * scale,", Verdict.WRONG_GRADIENT),
    "float64": ("cotangent * x * scale", "(cotangent * x * scale).astype(np.float64)", Verdict.WRONG_GRADIENT),
    "another shape": ("cotangent * x * scale", "(cotangent * x * scale)[None]", Verdict.WRONG_GRADIENT),
    "one too few": (", cotangent * x * scale", "", Verdict.WRONG_GRADIENT),
    "missing": ("f_backward", "g_backward", Verdict.WRONG_GRADIENT),
    "raises": ("return cotangent", "raise ValueError\n    return cotangent", Verdict.RUNTIME_ERROR),
    "no function": ("def f_backward", "f_backward = 7\ndef g", Verdict.RUNTIME_ERROR),
}


@pytest.mark.parametrize("name", BACKWARDS)
def test_hand_written_gradients(judged, task, name):
    old, new, verdict = BACKWARDS[name]
    made = task(
        HANDED,
        "import torch\ndef f(x, k, y=None, scale=1.0):\n    return x * y * scale\n",
        framework=("torch", "numpy"),
    )
    report = judged(NUMPY.replace(old, new), made)
    assert report.verdict is verdict, report.reason
    assert report.tests[1].verdict is Verdict.ACCEPTED
    assert report.tests[0].verdict is verdict


def test_a_missing_backward_is_named(judged, task):
    made = task(HANDED, NUMPY, framework=("numpy",))
    report = judged(NUMPY.replace("f_backward", "g_backward"), made)
    assert "f_backward" in report.tests[0].message
    assert report.score == 1


def test_what_a_rewritten_runner_says_is_missing_is_not_repeated(judged, task):
    source = (
        NUMPY
        + """
def _rewrite():
    import sys
    from sandbox.adapters import numpy_adapter
    def gradients(function, arguments, pairs, leaves, again):
        raise numpy_adapter.MissingBackward(f"leaked {arguments[0][0].tolist()}")
    numpy_adapter.gradients = gradients
_rewrite()
"""
    )
    report = judged(source, task(HANDED, NUMPY, framework=("numpy",)))
    assert report.verdict is Verdict.WRONG_GRADIENT
    assert "leaked" not in candidate_view(report).model_dump_json()


def test_a_backward_must_leave_its_arguments_alone(judged, task):
    made = task(HANDED, NUMPY, framework=("numpy",))
    report = judged(NUMPY.replace("return cotangent", "x += 1\n    return cotangent"), made)
    assert report.verdict is Verdict.WRONG_ANSWER
    assert "x was changed in place" in report.tests[0].message
