"""What a call must leave alone besides its arguments, where a hidden test asks for it."""

from __future__ import annotations

import pytest

from judge.errors import JudgeError
from judge.model import Verdict

TESTS = """
@pytest.mark.parametrize("guard", ["repeatable", "fresh", "settings"])
def test_guarded(compare, rng, guard):
    compare("f", rng.normal((3, 4)), guards=(guard,))
def test_all_with_gradients(compare, rng):
    compare("f", rng.normal((3, 4)), guards=("repeatable", "fresh", "settings"), gradients=True)
"""
TORCH = "import torch\nseen = []\ndef f(x):\n    {}\n    return x.reshape(12)\n"
NUMPY = "import numpy as np\ndef f(x):\n    {}\n    return x.reshape(12)\n"
GOOD = {"torch": (TORCH, "x = x.clone()"), "numpy": (NUMPY, "x = x.copy()")}
BAD = {
    "another default dtype": ("torch.set_default_dtype(torch.float64); x = x.clone()", "settings"),
    "no gradients from here on": ("torch.set_grad_enabled(False); x = x.clone()", "settings"),
    "another number of threads": ("torch.set_num_threads(2); x = x.clone()", "settings"),
    "a view of the argument": ("pass", "fresh"),
    "no TF32 in convolutions": ("torch.backends.cudnn.allow_tf32 = False; x = x.clone()", "settings"),
    "less precise matrix products": ("torch.set_float32_matmul_precision('medium'); x = x.clone()", "settings"),
    "another seed": ("torch.manual_seed(0); x = x.clone()", "settings"),
    "results that vary in the last bit": (
        "seen.append(1); x = torch.nextafter(x.detach(), x.detach() + len(seen) % 2)",
        "repeatable",
    ),
}


def failed(report, verdicts):
    return {name for name, verdict in verdicts(report).items() if verdict is not Verdict.ACCEPTED}


@pytest.mark.parametrize("framework", GOOD)
def test_a_good_program_keeps_all_of_them(judged, task, framework):
    source, body = GOOD[framework]
    tests = TESTS if framework == "torch" else TESTS.partition("def test_all")[0]
    report = judged(source.format(body), task(tests, source.format(body), framework=(framework,)))
    assert report.verdict is Verdict.ACCEPTED, report.reason


@pytest.mark.parametrize("name", BAD)
def test_each_is_noticed_and_by_its_own_guard_only(judged, task, verdicts, name):
    body, guard = BAD[name]
    report = judged(TORCH.format(body), task(TESTS.partition("def test_all")[0], TORCH.format("x = x.clone()")))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert f"test_guarded[{guard}]" in failed(report, verdicts)
    assert failed(report, verdicts) == {f"test_guarded[{guard}]"}


def test_a_view_of_a_numpy_argument_is_noticed(judged, task, verdicts):
    made = task(TESTS.partition("def test_all")[0], NUMPY.format("x = x.copy()"), framework=("numpy",))
    assert failed(judged(NUMPY.format("pass"), made), verdicts) == {"test_guarded[fresh]"}


def test_an_unknown_guard_is_the_authors_mistake(judged, task):
    tests = 'def test_a(compare, rng):\n    compare("f", rng.normal((3, 4)), guards=("safe",))\n'
    with pytest.raises(JudgeError, match="'safe' is no guard; write some of repeatable"):
        judged(TORCH.format("pass"), task(tests, TORCH.format("pass")))


DIFFERENTIABLE = """
def test_kept(compare, rng):
    compare("f", rng.normal((3, 4)), guards=("differentiable",))
"""
PAIR = "import torch\ndef f(x):\n    {}\n    return {}\n"


@pytest.mark.parametrize(
    ("body", "returned", "told"),
    [
        ("pass", "2 * x, (x > 0).float()", ""),
        ("x = x.clone()", "x + x, (x > 0).float()", ""),
        ("pass", "2 * x, torch.relu(x.sign())", ""),  # more than is due does no harm
        ("pass", "2 * x.detach(), (x > 0).float()", "output[0] requires no gradient"),
        ("pass", "(2 * x).data, (x > 0).float()", "output[0] requires no gradient"),
        ("y = 2 * x; x.requires_grad_(False)", "y, (x > 0).float()", "x requires no gradient"),
    ],
)
def test_what_requires_a_gradient_is_kept(judged, task, body, returned, told):
    made = task(DIFFERENTIABLE, PAIR.format("pass", "2 * x, (x > 0).float()"))
    report = judged(PAIR.format(body, returned), made)
    assert report.verdict is (Verdict.WRONG_GRADIENT if told else Verdict.ACCEPTED), report.reason
    assert told in report.reason


def test_random_numbers_may_be_drawn(judged, task):
    tests = 'def test_a(candidate, rng):\n    candidate("f", rng.normal((3, 4)), guards=("settings", "repeatable"))\n'
    source = PAIR.format("pass", "torch.nn.functional.dropout(x)")
    assert judged(source, task(tests, source)).verdict is Verdict.ACCEPTED
