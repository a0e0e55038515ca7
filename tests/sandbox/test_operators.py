"""Operators that are watched, each in a process of its own: what is registered in torch's dispatcher stays there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# One process that forks: for each case a child with the tripwires and one without.
CHILD = """
import json, os, sys
sys.path.insert(0, {root!r})
import torch
from sandbox import operators
for name, (code, names, _) in {cases!r}.items():
    for armed in (True, False):
        sys.stdout.flush()
        if os.fork() == 0:
            told = []
            if armed:
                operators.arm(names, told.append)
            torch.manual_seed(0)
            x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
            exec(code)
            print(json.dumps([name, armed, told, result]), flush=True)
            os._exit(0)
        os.wait()
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, bool], tuple[list[str], Any]]:
    """(case, armed) -> the operators told of, the result."""
    source = CHILD.format(root=str(ROOT), cases=SAME)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=300, env=environment, check=True
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {(name, armed): (told, result) for name, armed, told, result in found}


# code whose `result` must be as without the tripwire, the operators watched, those that ran
SAME = {
    "made of others": ("result = torch.softmax(x, 1).tolist()", ["aten::softmax"], ["aten::softmax"]),
    "a kernel": ("result = torch.relu(x).tolist()", ["aten::relu"], ["aten::relu"]),
    "without gradients": ("with torch.no_grad():\n    result = x.exp().tolist()", ["aten::exp"], ["aten::exp"]),
    "in inference": ("with torch.inference_mode():\n    result = x.exp().tolist()", ["aten::exp"], ["aten::exp"]),
    "gradients": ("torch.softmax(x, 1).relu().sum().backward()\nresult = x.grad.tolist()", ["aten::softmax"], None),
    "gradients of a kernel": ("(x.exp() * x).sum().backward()\nresult = x.grad.tolist()", ["aten::exp"], None),
    "second order": (
        "g, = torch.autograd.grad(x.exp().sum(), x, create_graph=True)\ng.sum().backward()\nresult = x.grad.tolist()",
        ["aten::exp"],
        None,
    ),
    "a number": ("result = (x * 2.1 + 1).tolist()", ["aten::mul", "aten::add"], ["aten::mul", "aten::add"]),
    "dtypes of numbers": (
        (
            "n = torch.arange(3)\nr = [n * 2, n * 2.5, n.bool() * 2, n.float() * 2.1, n.double() * 2.1, n[0] * 2.5]\n"
            "r += [torch.tensor(2.0) * 2.1, torch.ones(2).multiply(3)]\n"
            "result = [[str(one.dtype), one.tolist()] for one in r]"
        ),
        ["aten::mul", "aten::multiply"],
        None,
    ),
    "in place": ("y = x.detach().clone()\ny.add_(1).mul_(2)\nresult = y.tolist()", ["aten::add_", "aten::mul_"], None),
    "into a tensor": (
        "y = torch.empty(3, 4)\ntorch.exp(x.detach().float(), out=y)\nresult = y.tolist()",
        ["aten::exp"],
        None,
    ),
    "a module": (
        (
            "m = torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.BatchNorm1d(2))\n"
            "m(x.float()).square().sum().backward()\nresult = m[0].weight.grad.tolist()"
        ),
        ["aten::linear", "aten::batch_norm", "aten::detach"],
        ["aten::linear", "aten::batch_norm"],
    ),
    "a fused optimizer": (
        (
            "p = torch.nn.Parameter(torch.ones(3))\np.grad = torch.ones(3)\n"
            "torch.optim.AdamW([p], fused=True).step()\nresult = p.tolist()"
        ),
        ["aten::_fused_adamw_"],
        ["aten::_fused_adamw_"],
    ),
    "another one": ("result = torch.tanh(x).tolist()", ["aten::softmax"], []),
    "what scripts have beside": ("result = x.sum().item()", ["aten::sum"], None),
    "what does not exist": ("result = x.sum().item()", ["aten::no_such_operator"], []),
    "what makes tensors of nothing": ("result = torch.zeros(2).tolist()", ["aten::zeros"], []),
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_watched_is_told_and_computes_as_before(outcomes: Any, name: str) -> None:
    told, result = outcomes[name, True]
    assert outcomes[name, False] == ([], result)
    due = SAME[name][2]
    assert told if due is None else told == due


def test_without_torch_there_is_nothing_to_watch() -> None:
    code = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom sandbox import operators\n"
    code += "operators.arm(['aten::exp'], print)\nprint('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
