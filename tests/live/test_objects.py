"""Live objects: constructed on both sides, state set and read by name, calls in a row, probes."""

from __future__ import annotations

import pytest

from judge.errors import JudgeError
from judge.model import Verdict

LAYER = """
import torch

class Layer(torch.nn.Module):
    def __init__(self, size, bias=True):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(size, size))
        self.bias = torch.nn.Parameter(torch.zeros(size)) if bias else None
        self.register_buffer("running_mean", torch.zeros(size))
        self.register_buffer("steps", torch.tensor(0))

    def forward(self, x, scale=1.0):
        if self.training:
            with torch.no_grad():
                self.running_mean += 0.1 * (x.mean(0) - self.running_mean)
                self.steps += 1
        y = (x - self.running_mean) @ self.weight.T * scale
        return y if self.bias is None else y + self.bias

    def double(self, x):
        return 2 * self.forward(x)
"""
CALLED = """
def test_layer(compare, rng):
    layer = compare.new("Layer", 3)
    layer.eval()
    layer(rng.normal((4, 3)))
    layer.train()
    for _ in range(3):
        layer(rng.normal((4, 3)), scale=0.5)
    layer.compare_state()
    layer.eval().double(rng.normal((4, 3)))
"""


@pytest.fixture
def layer(judged, task):
    """Judges LAYER with replacements in its source."""

    def judge(tests, *replacements, probe="", reference=LAYER):
        source = LAYER
        for old, new in replacements:
            assert old in source
            source = source.replace(old, new)
        return judged(source, task(tests, reference, probe=probe))

    return judge


def only(report):
    [one] = report.tests
    return one


def test_the_same_layer_is_accepted(layer):
    assert layer(CALLED).verdict is Verdict.ACCEPTED


def test_initial_values_are_the_candidates_own_business(layer):
    replaced = (
        ("torch.rand(size, size)", "torch.full((size, size), 7.0)"),
        ("torch.zeros(size)) if", "torch.ones(size)) if"),
    )
    assert layer(CALLED, *replaced).verdict is Verdict.ACCEPTED


WRONG = {
    "never updated": (("self.running_mean += 0.1", "self.running_mean += 0.0"), "value"),
    "updated in evaluation": (("if self.training:", "if True:"), "value"),
    "counted twice": (("self.steps += 1", "self.steps += 2"), "value"),
    "another dtype": (('"steps", torch.tensor(0)', '"steps", torch.tensor(0.0)'), "dtype"),
    "keyword ignored": (("* scale", "* 1.0"), "value"),
    "method wrong": (("return 2 * self", "return 3 * self"), "value"),
    "one layer for all": (("y = (x", "self.weight.data *= 1.001; y = (x"), "value"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_layer_is_caught(layer, name):
    replaced, kind = WRONG[name]
    report = layer(CALLED, replaced)
    assert report.verdict is Verdict.WRONG_ANSWER
    assert only(report).mismatches[0].kind == kind


def test_a_missing_name_is_told_with_the_names_that_there_are(layer):
    message = only(layer(CALLED, ("self.weight", "self.w"))).message
    assert "weight" in message
    assert "has: bias, running_mean, steps, w" in message


def test_names_chosen_after_an_input_was_seen_are_not_told(layer):
    tests = """
    def test_layer(compare, rng):
        compare.new("Layer", 3)(rng.normal((4, 3)))
        compare.new("Layer", 4)
    """
    weight = "self.weight = torch.nn.Parameter(torch.rand(size, size))"
    spied = f"if size == 3:\n            {weight}\n        self.leaked = torch.nn.Parameter(torch.ones(1))"
    message = only(layer(tests, (weight, spied))).message
    assert "missing weight" in message
    assert "leaked" not in message


def test_a_buffer_that_is_not_registered_is_missing(layer):
    report = layer(
        CALLED, ('self.register_buffer("running_mean", torch.zeros(size))', "self.running_mean = torch.zeros(size)")
    )
    assert (report.verdict, only(report).verdict) == (Verdict.WRONG_ANSWER, Verdict.WRONG_ANSWER)
    assert "running_mean" in only(report).message


def test_a_state_of_another_shape_is_told_with_the_shape_that_is_due(layer):
    replaced = (
        ("torch.rand(size, size))", "torch.rand(size, 2 * size))"),
        ("self.weight.T", "self.weight[:, : x.shape[1]].T"),
    )
    message = only(layer(CALLED, *replaced)).message
    assert "weight must have shape [3, 3]" in message


def test_further_names_are_allowed_and_left_as_constructed(layer):
    more = 'self.extra = torch.nn.Parameter(torch.ones(5)); self.register_buffer("steps", torch.tensor(0))'
    replaced = ('self.register_buffer("steps", torch.tensor(0))', more), ("y = (x", "y = self.extra.mean() * (x")
    assert layer(CALLED, *replaced).verdict is Verdict.ACCEPTED


def test_a_state_may_be_given_and_set_again(layer):
    tests = """
    def test_layer(compare, rng):
        weight = rng.normal((3, 3))
        layer = compare.new("Layer", 3, bias=False, state={"weight": weight, "running_mean": np.zeros(3, np.float32)})
        layer.eval()
        x = rng.normal((4, 3))
        assert np.allclose(layer(x), x @ weight.T, atol=1e-4)
        layer.set_state({"weight": 2 * weight})
        assert np.allclose(layer(x), 2 * x @ weight.T, atol=1e-4)
        layer.compare_state(names=["weight"])
    """
    assert layer(tests).verdict is Verdict.ACCEPTED


def test_some_names_of_the_state_may_be_compared_alone(layer):
    tests = """
    def test_named(compare, rng):
        layer = compare.new("Layer", 3)
        layer(rng.normal((4, 3)), values=False)
        layer.compare_state(names=["weight", "steps"])
    def test_whole(compare, rng):
        layer = compare.new("Layer", 3)
        layer(rng.normal((4, 3)), values=False)
        layer.compare_state()
    """
    report = layer(tests, ("+= 0.1", "+= 0.2"))
    assert [one.verdict for one in report.tests] == [Verdict.ACCEPTED, Verdict.WRONG_ANSWER]
    assert report.tests[1].mismatches[0].tensor == "state running_mean"


def test_state_is_random_in_every_run_and_variances_stay_positive(layer, judged, task):
    tests = """
    def test_layer(compare, rng):
        layer = compare.new("Norm")
        y = layer(np.zeros(2, np.float32))
        assert (y[0] > 0).all() and np.isfinite(y).all()
    """
    source = """
import torch
class Norm(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("running_var", torch.ones(2000))
        self.register_buffer("mean", torch.zeros(2000))
    def forward(self, x):
        print(self.running_var[:3].tolist(), self.mean[:3].tolist())
        return torch.stack([self.running_var, self.mean])
"""
    first, second = (judged(source, task(tests, source)) for _ in range(2))
    assert first.verdict is Verdict.ACCEPTED, first.tests
    assert first.output.stdout != second.output.stdout


PROBE = """
import torch
def chain(submission, layer, xs, times=1):
    for _ in range(times):
        for x in xs:
            y = layer(x)
    return {"last": y, "steps": layer.steps, "is": isinstance(layer, submission.Layer), "numpy": y.detach().numpy()}
def build(submission, size):
    return [p.numel() for p in submission.Layer(size).parameters()]
def count(submission, layer):
    layer.steps += 5
"""
PROBED = """
def test_probe(compare, rng):
    layer = compare.new("Layer", 3)
    found = compare.probe("chain", layer, [rng.normal((4, 3)), rng.normal((2, 3))], times=2)
    assert found["steps"] == 4 and found["is"] is True
    compare.probe("build", 4)
    compare.probe("count", layer)
    layer.compare_state()
"""


def test_probes_run_with_live_objects_on_both_sides(layer):
    assert layer(PROBED, probe=PROBE).verdict is Verdict.ACCEPTED
    report = layer(PROBED, ("+= 0.1", "+= 0.2"), probe=PROBE)
    assert report.verdict is Verdict.WRONG_ANSWER
    assert only(report).mismatches[0].tensor.startswith("output last")


def test_a_probe_that_fails_in_the_candidate_is_its_error_and_in_the_reference_ours(layer):
    report = layer(PROBED, ("self.steps += 1", "self.steps = 'five'"), probe=PROBE)
    assert report.verdict is Verdict.RUNTIME_ERROR
    with pytest.raises(JudgeError):
        layer(PROBED, probe=PROBE.replace("layer.steps += 5", "layer.gone += 5"))


def test_objects_of_one_test_are_gone_in_the_next(layer):
    tests = """
    def test_1(compare, rng):
        layer = compare.new("Layer", 3)
        layer(rng.normal((4, 3)))
    def test_2(compare, rng):
        layer = compare.new("Layer", 3)
        layer.compare_state()
        one, two = compare.new("Layer", 2), compare.new("Layer", 2)
        one(rng.normal((4, 2)))
        two.compare_state()
        compare.probe("both", one, two)
    """
    probe = "def both(submission, one, two):\n    return (one.running_mean - two.running_mean, one.weight @ two.weight)"
    assert layer(tests, probe=probe).verdict is Verdict.ACCEPTED
    shared = (
        'self.register_buffer("running_mean", torch.zeros(size))',
        'self.register_buffer("running_mean", SHARED[:size])',
    )
    report = layer(tests, shared, ("import torch\n", "import torch\nSHARED = torch.zeros(9)\n"), probe=probe)
    assert [one.verdict for one in report.tests] == [Verdict.ACCEPTED, Verdict.WRONG_ANSWER]


def test_a_constructor_that_raises_is_a_runtime_error(layer):
    report = layer(CALLED, ("super().__init__()", "super().__init__(); raise KeyError('size 3')"))
    assert report.verdict is Verdict.RUNTIME_ERROR
    assert "raised KeyError" in only(report).message
    assert "size 3" not in only(report).message


NETWORK = """
import numpy as np
class Net:
    def __init__(self, sizes):
        self.W = [np.zeros((b, a)) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]
        self.scale = np.ones(1)
    def forward(self, x):
        for W, b in zip(self.W, self.b):
            x = np.tanh(x @ W.T + b)
        return x * self.scale
    def shrink(self, factor):
        self.W[0] = self.W[0] * factor
"""
USED = """
def test_net(compare, rng):
    net = compare.new("Net", [3, 4, 2])
    net.forward(rng.normal((5, 3)))
    net.shrink(0.5)
    net.forward(rng.normal((5, 3)))
    net.compare_state()
"""


def test_plain_numpy_objects_have_state_by_attribute(judged, task):
    made = task(USED, NETWORK, framework=("numpy",))
    assert judged(NETWORK, made).verdict is Verdict.ACCEPTED
    report = judged(NETWORK.replace("* factor", "* 0.9"), made)
    assert report.verdict is Verdict.WRONG_ANSWER
    report = judged(NETWORK.replace("self.W", "self.weights"), made)
    assert "state is missing W.0, W.1" in only(report).message
    assert "b.0, b.1, scale, weights.0, weights.1" in only(report).message
    as_tuple = NETWORK.replace(
        "self.b = [np.zeros(b) for b in sizes[1:]]", "self.b = tuple(np.zeros(b) for b in sizes[1:])"
    )
    assert judged(as_tuple, made).verdict is Verdict.ACCEPTED
