"""Outputs: what form they may have, how far they may be off, and what a call may not do to its arguments."""

from __future__ import annotations

import pytest

from judge.model import Verdict
from judge.report.view import candidate_view

TORCH = """
import torch
def f(x):
    return {}
"""
ONE = """
def test_f(compare, rng):
    compare("f", rng.normal((3, 4)))
"""


def only(report):
    [one] = report.tests
    return one


@pytest.fixture
def compared(judged, task):
    """Judges an expression of x against a reference expression of x, both in torch."""

    def compare(expression, reference="2 * x", tests=ONE, **more):
        return judged(TORCH.format(expression), task(tests, TORCH.format(reference), **more))

    return compare


ACCEPTED = {
    "itself": ("2 * x", "2 * x"),
    "another order": ("(x.flip(0).sum(0) + x.sum(0)) / 2", "x.sum(0)"),
    "tuple": ("(x, 2 * x)", "(x, x + x)"),
    "a list for a tuple": ("[x, 2 * x]", "(x, x + x)"),
    "nested": ("{'a': (x, [x + 1]), 'b': 2}", "{'b': 2, 'a': (x, [x + 1])}"),
    "a named tuple": ("torch.max(x, dim=1)", "tuple(torch.max(x, dim=1))"),
    "a tensor for a scalar": ("x.sum()", "x.sum().item()"),
    "a scalar for a tensor": ("x.sum().item()", "x.sum()"),
    "a numpy scalar": ("x.sum().numpy()[()]", "x.sum()"),
    "an integer of another width": ("x.argmax(1).int()", "x.argmax(1)"),
    "booleans": ("x > 0", "x > 0"),
    "a view": ("x.t().contiguous().t() * 2", "2 * x"),
    "a parameter": ("torch.nn.Parameter(2 * x)", "2 * x"),
    "NaN where it is due": ("torch.where(x > 0, x, float('nan'))", "torch.where(x > 0, x, float('nan'))"),
    "infinity where it is due": ("torch.where(x > 0, x, float('-inf'))", "torch.where(x > 0, x, float('-inf'))"),
    "text and nothing": ("('yes', None, x)", "('yes', None, x)"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_right_result_is_accepted_in_any_honest_form(compared, name):
    report = compared(*ACCEPTED[name])
    assert report.verdict is Verdict.ACCEPTED, report.reason
    assert only(report).mismatches == ()


MISMATCHES = {
    "another value": ("2.001 * x", "2 * x", "value", "output"),
    "zeros": ("0 * x", "2 * x", "value", "output"),
    "the input": ("x", "2 * x", "value", "output"),
    "one element": ("torch.cat([2 * x[:2], 2 * x[2:] + torch.eye(1, 4)])", "2 * x", "value", "output"),
    "half precision inside": ("(x.half() * 1.1).float()", "x * 1.1", "value", "output"),
    "float16": ("(2 * x).half()", "2 * x", "dtype", "output"),
    "bfloat16": ("(2 * x).bfloat16()", "2 * x", "dtype", "output"),
    "float64": ("(2 * x).double()", "2 * x", "dtype", "output"),
    "complex": ("(2 * x).to(torch.complex64)", "2 * x", "dtype", "output"),
    "integers": ("(2 * x).long()", "2 * x", "dtype", "output"),
    "integers for booleans": ("(x > 0).long()", "x > 0", "dtype", "output"),
    "reshaped": ("(2 * x).reshape(4, 3)", "2 * x", "shape", "output"),
    "one dimension too many": ("(2 * x)[None]", "2 * x", "shape", "output"),
    "shape (1,) for a scalar": ("x.sum()[None]", "x.sum()", "shape", "output"),
    "broadcast": ("(2 * x)[:1]", "2 * x", "shape", "output"),
    "NaN": ("x * float('nan')", "2 * x", "non_finite", "output"),
    "infinity": ("x / 0", "2 * x", "non_finite", "output"),
    "no NaN where it is due": ("2 * x", "torch.where(x > 0, 2 * x, float('nan'))", "non_finite", "output"),
    "a tuple of one": ("(2 * x,)", "2 * x", "structure", "output"),
    "one too few": ("(x,)", "(x, 2 * x)", "structure", "output"),
    "one too many": ("(x, 2 * x, x)", "(x, 2 * x)", "structure", "output"),
    "swapped": ("(2 * x, x)", "(x, 2 * x)", "value", "output[0]"),
    "the second": ("(x, 3 * x)", "(x, 2 * x)", "value", "output[1]"),
    "another name": ("{'mean': x, 'vra': x}", "{'mean': x, 'var': x}", "structure", "output"),
    "deep inside": ("{'a': (x, [x + 2])}", "{'a': (x, [x + 1])}", "value", "output a[1][0]"),
    "nothing": ("None", "2 * x", "structure", "output"),
    "text": ("'2 * x'", "2 * x", "structure", "output"),
    "numpy": ("(2 * x).numpy()", "2 * x", "structure", "output"),
    "a list of numbers": ("(2 * x).tolist()", "2 * x", "structure", "output"),
    "a generator": ("(row for row in 2 * x)", "tuple(2 * x)", "structure", "output"),
    "a sparse tensor": ("(2 * x).to_sparse()", "2 * x", "structure", "output"),
    "a meta tensor": ("torch.empty(3, 4, device='meta')", "2 * x", "structure", "output"),
    "a subclass": ("(2 * x).as_subclass(type('T', (torch.Tensor,), {}))", "2 * x", "structure", "output"),
    "a subclass that lies": (
        "(0 * x).as_subclass(type('T', (torch.Tensor,), {'dtype': torch.float32, '__eq__': lambda a, b: True}))",
        "2 * x",
        "structure",
        "output",
    ),
    "an object that equals everything": (
        "type('Same', (), {'__eq__': lambda a, b: True, 'dtype': x.dtype, 'shape': x.shape})()",
        "2 * x",
        "structure",
        "output",
    ),
    "a float subclass": (
        "type('F', (float,), {'__eq__': lambda a, b: True})(0)",
        "x.sum().item()",
        "structure",
        "output",
    ),
    "another scalar": ("x.sum().item() + 1", "x.sum()", "value", "output"),
    "another text": ("'no'", "'yes'", "value", "output"),
    "another integer": ("x.argmax(1) + 1", "x.argmax(1)", "value", "output"),
}


@pytest.mark.parametrize("name", MISMATCHES)
def test_a_wrong_result_is_told_for_what_it_is(compared, name):
    expression, reference, kind, tensor = MISMATCHES[name]
    report = compared(expression, reference)
    assert report.verdict is Verdict.WRONG_ANSWER, report.reason
    found = only(report).mismatches[0]
    assert (found.kind, found.tensor) == (kind, tensor)
    assert found.message in report.reason


def test_the_worst_element_and_the_share_of_the_budget_are_told(compared):
    [found] = only(compared("2 * x + torch.eye(12)[7].reshape(3, 4)")).mismatches
    assert found.worst_index == (1, 3)
    assert found.budget_used > 1
    accepted = only(compared("x + x"))
    assert accepted.budget_used is not None
    assert 0 <= accepted.budget_used <= 1


def test_neither_expected_nor_returned_values_are_shown_to_the_candidate(compared):
    report = compared("x * 0 + 31337.25", "x * 0 + 27182.5")
    shown = candidate_view(report).model_dump_json()
    assert report.verdict is Verdict.WRONG_ANSWER
    assert "31337" not in shown
    assert "27182" not in shown


CHANGES = {
    "in place": ("x.mul_(2)", "args[0]"),
    "in place and back in dtype": ("x.data.add_(1) * 0 + 2 * (x - 1)", "args[0]"),
    "resized": ("(2 * x, x.resize_(1))[0]", "args[0]"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_argument_is_a_wrong_answer(compared, name):
    expression, _ = CHANGES[name]
    found = only(compared(expression))
    assert found.verdict is Verdict.WRONG_ANSWER
    assert found.mismatches[0].kind == "argument_changed"
    assert found.mismatches[0].tensor == "x"


def test_what_the_contract_lets_a_call_change_may_change(compared, judged, task):
    tests = ONE.replace("(3, 4))", "(3, 4)), mutates=[0]")
    assert compared("x.mul_(2)", "x.mul_(2)", tests).verdict is Verdict.ACCEPTED
    source = "import torch\ndef f(x, out, output):\n    out.copy_(x)\n    {}\n    return 2 * x\n"
    tests = """
    def test_f(compare, rng):
        x = rng.normal((3,))
        compare("f", x, out=0 * x, output=0 * x, mutates=["out"])
    """
    made = task(tests, source.format("pass"))
    assert judged(source.format("pass"), made).verdict is Verdict.ACCEPTED
    report = judged(source.format("output.add_(1)"), made)
    assert (only(report).verdict, only(report).mismatches[0].tensor) == (Verdict.WRONG_ANSWER, "output")


def test_nested_arguments_are_watched_too(judged, task):
    source = "import torch\ndef f(table):\n    {}\n    return table['xs'][1] * 2\n"
    tests = "def test_f(compare, rng):\n    compare('f', {'xs': [rng.normal((2,)), rng.normal((2,))]})\n"
    made = task(tests, source.format("pass"))
    assert judged(source.format("pass"), made).verdict is Verdict.ACCEPTED
    report = judged(source.format("table['xs'][0].zero_()"), made)
    assert only(report).mismatches[0].kind == "argument_changed"
    # A changed container holds the same arrays as before: no number that a caller relies on is lost.
    assert judged(source.format("table['xs'].append(None)"), made).verdict is Verdict.ACCEPTED


def test_form_only_lets_values_differ(compared):
    tests = ONE.replace("(3, 4))", "(3, 4)), values=False")
    assert compared("torch.rand(3, 4)", "2 * x", tests).verdict is Verdict.ACCEPTED
    for expression, kind in (
        ("torch.rand(4, 3)", "shape"),
        ("torch.rand(3, 4).double()", "dtype"),
        ("None", "structure"),
    ):
        assert only(compared(expression, "2 * x", tests)).mismatches[0].kind == kind


def test_a_test_gets_the_candidates_outputs_as_numpy(compared):
    tests = """
    def test_f(candidate, compare, rng):
        x = rng.normal((3, 4))
        y = candidate("f", x)
        assert isinstance(y, np.ndarray) and y.dtype == np.float32
        assert np.array_equal(y, 3 * x)
        assert np.array_equal(compare("f", x, values=False), 3 * x)
    """
    assert compared("3 * x", "2 * x", tests).verdict is Verdict.ACCEPTED
    assert compared("4 * x", "2 * x", tests).verdict is Verdict.WRONG_ANSWER


def test_a_verdict_may_be_named(compared):
    tests = ONE.replace("(3, 4))", "(3, 4)), verdict='wrong_gradient'")
    assert compared("3 * x", "2 * x", tests).verdict is Verdict.WRONG_GRADIENT


RAISES = """
def test_f(compare, rng):
    compare.raises("f", rng.normal((3, 4)), errors=("ValueError", "AssertionError"))
"""
RAISED = {
    "raise ValueError('shape')": Verdict.ACCEPTED,
    "raise type('Mine', (ValueError,), {})('shape')": Verdict.ACCEPTED,
    "assert x.shape == (4, 4)": Verdict.ACCEPTED,
    "return x": Verdict.WRONG_ANSWER,
    "raise TypeError('shape')": Verdict.WRONG_ANSWER,
    "raise Exception('ValueError')": Verdict.WRONG_ANSWER,
    "raise SystemExit": Verdict.WRONG_ANSWER,
    "import os; os._exit(0)": Verdict.RUNTIME_ERROR,
}


@pytest.mark.parametrize("statement", RAISED)
def test_an_exception_that_is_due(judged, task, statement):
    source = f"import torch\ndef f(x):\n    {statement}\n"
    report = judged(source, task(RAISES, TORCH.format("x")))
    assert report.verdict is RAISED[statement], report.reason


def test_numpy_programs_work_in_float32(judged, task):
    source = "import numpy as np\ndef f(x):\n    return {}\n"
    made = task(ONE, source.format("np.exp(x)"), framework=("numpy",))
    assert judged(source.format("np.exp(x.astype(np.float64)).astype(np.float32)"), made).verdict is Verdict.ACCEPTED
    for expression, kind in (
        ("np.exp(x.astype(np.float64))", "dtype"),
        ("np.exp(x.astype(np.float16)).astype(np.float32)", "value"),
        ("np.ma.masked_array(np.exp(x))", "structure"),
        ("np.matrix(np.exp(x))", "structure"),
        ("np.exp(x).astype(object)", "structure"),
        ("np.exp(x).astype('>f4')", None),
        ("np.asfortranarray(np.exp(x))", None),
    ):
        report = judged(source.format(expression), made)
        assert [one.kind for one in only(report).mismatches] == ([kind] if kind else []), expression


def test_either_framework_may_be_used_where_both_are_allowed(judged, task):
    made = task(ONE, TORCH.format("torch.exp(x)"), framework=("torch", "numpy"))
    assert judged(TORCH.format("x.exp()"), made).verdict is Verdict.ACCEPTED
    assert judged("import numpy as np\ndef f(x):\n    return np.exp(x)\n", made).verdict is Verdict.ACCEPTED
    assert judged("import numpy as np\ndef f(x):\n    return np.exp(x) + 1\n", made).verdict is Verdict.WRONG_ANSWER
