"""A forbidden function of torch is noticed by whatever name, thread or process it runs; honest programs never are."""

from __future__ import annotations

import pytest

from judge import rules
from judge.model import Verdict

REFERENCE = """
import torch
def scaled_dot_product_attention(q, k, v):
    return torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, dim=-1) @ v
"""
TESTS = """
def test_attention(compare, rng):
    compare("scaled_dot_product_attention", *rng.normal((2, 3, 5, 4), count=3), gradients=True)
"""
NAME, OPERATOR = "torch.nn.functional.scaled_dot_product_attention", "aten::scaled_dot_product_attention"
HEAD = "import os, threading, torch\nfrom torch.nn import functional\n"
# What stands for the call.
DODGES = {
    "its own name": "functional.scaled_dot_product_attention(q, k, v)",
    "the binding": "torch._C._nn.scaled_dot_product_attention(q, k, v)",
    "the operator": "torch.ops.aten.scaled_dot_product_attention(q, k, v)",
    "the overload": "torch.ops.aten.scaled_dot_product_attention.default(q, k, v)",
    "the kernel": "torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(q, k, v)[0]",
    "the jit's operator": "torch._C._jit_get_operation('aten::scaled_dot_product_attention')[0](q, k, v)",
    "a thread": "in_thread(q, k, v)",
    "a forked child": "in_child(q, k, v)",
    "a compiled function": "scripted(q, k, v)",
}
HELPERS = '''
inside = torch._C._nn.scaled_dot_product_attention
def in_thread(q, k, v):
    found = []
    thread = threading.Thread(target=lambda: found.append(inside(q, k, v)))
    thread.start()
    thread.join()
    return found[0]

def in_child(q, k, v):
    if os.fork() == 0:
        with torch.no_grad():
            inside(q, k, v)
        os._exit(0)
    os.wait()
    return torch.softmax(q @ k.mT / q.shape[-1] ** 0.5, -1) @ v

graph = """
graph(%q : Tensor, %k : Tensor, %v : Tensor):
  %none : NoneType = prim::Constant()
  %zero : float = prim::Constant[value=0.]()
  %no : bool = prim::Constant[value=0]()
  %out : Tensor = aten::scaled_dot_product_attention(%q, %k, %v, %none, %zero, %no, %none, %no)
  return (%out)
"""
scripted = torch._C._create_function_from_graph("scripted", torch._C.parse_ir(graph))
'''
FORBIDDEN = (NAME, "torch._scaled_dot_product_flash_attention_for_cpu")


def calling(expression: str) -> str:
    helpers = HELPERS if "(" in expression and expression.split("(")[0] in ("in_thread", "in_child", "scripted") else ""
    return f"{HEAD}{helpers}\ndef scaled_dot_product_attention(q, k, v):\n    return {expression}\n"


@pytest.mark.parametrize("way", DODGES)
def test_a_dodge_is_a_breach_with_its_evidence(judged, task, way):
    report = judged(calling(DODGES[way]), task(TESTS, REFERENCE, fields={"forbidden": FORBIDDEN}))
    assert report.verdict is Verdict.RULE_VIOLATION, report.reason
    kernel = way == "the kernel"
    assert (FORBIDDEN[1] if kernel else NAME) in report.policy.breaches
    assert ("aten::_scaled_dot_product_flash_attention_for_cpu" if kernel else OPERATOR) in report.policy.operators
    assert [test.verdict for test in report.tests] == [Verdict.ACCEPTED]  # what is watched computes as before


@pytest.mark.parametrize("way", DODGES)
def test_without_the_rule_the_same_programs_are_accepted(judged, task, way):
    report = judged(calling(DODGES[way]), task(TESTS, REFERENCE))
    assert report.verdict is Verdict.ACCEPTED, report.reason
    assert report.policy.operators == report.policy.breaches == ()


def test_an_honest_program_is_not_accused_of_what_the_judge_and_autograd_call(judged, task):
    # The judge itself sums products on the way to gradients, and those of a division multiply.
    forbidden = (*FORBIDDEN, "torch.sum", "torch.Tensor.sum", "torch.mul", "torch.Tensor.mul", "torch._softmax")
    honest = REFERENCE.replace("torch.softmax(", "soft(").replace(
        "import torch\n",
        "import torch\ndef soft(x, dim):\n    e = torch.exp(x)\n    return e / (e @ e.new_ones(x.shape[-1], 1))\n",
    )
    report = judged(honest, task(TESTS, REFERENCE, fields={"forbidden": forbidden}))
    assert (report.verdict, report.policy.breaches) == (Verdict.ACCEPTED, ()), report.reason


def test_the_operator_within_another_counts_too(judged, task):
    made = task(TESTS, REFERENCE, fields={"forbidden": ("torch._softmax",)})
    report = judged(REFERENCE, made)
    assert (report.verdict, report.policy.operators) == (Verdict.RULE_VIOLATION, ("aten::_softmax",))


def test_only_functions_that_bear_the_name_of_an_operator_have_one():
    names = (NAME, "torch.linalg.svd", "torch.fft.rfft", "torch.nn.LSTM", "torch.optim.adam.adam", "numpy.exp", "jax")
    assert rules.operators(names) == {
        NAME: OPERATOR,
        "torch.linalg.svd": "aten::linalg_svd",
        "torch.fft.rfft": "aten::fft_rfft",
    }
