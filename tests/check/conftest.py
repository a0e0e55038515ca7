"""A small challenge that is as it should be, to be spoiled by one test at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from judge.catalog import Catalog, open_catalog
from judge.check.challenge import STEPS, check
from judge.engines.base import Engine
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import EngineUnavailable
from judge.findings import Checked
from judge.model import Challenge

ID = "weighted-rows"
TOML = f"""\
id = "{ID}"
title = "Weighted rows"
difficulty = "easy"
topics = ["softmax"]
seed = "written for the tests"
framework = ["torch"]
entry_points = ["weigh"]

[limits]
wall_s = 2
total_wall_s = 30
memory_mb = 256

[tolerance]
second = "submissions/accepted/by_hand.py"

[runtime]
at_most = 40
"""
STATEMENT = """\
# Weighted rows

`weigh(x, w)`: softmax(x w / sqrt(d)) over the last axis, for x (n, d) and w (d, m).

Limits: 2 s a call, 256 MiB, 40 times the reference.

## Example

x = [[0]], w = [[1, 1]] gives [[0.5, 0.5]].
"""
REFERENCE = '''\
"""softmax(x w / sqrt(d))."""

import math

import torch


def weigh(x, w):
    """x (n, d), w (d, m) -> (n, m)."""
    return torch.softmax(x @ w / math.sqrt(x.shape[1]), dim=1)
'''
HIDDEN = """\
import numpy as np
import pytest


@pytest.mark.parametrize("shape", [(5, 3, 7), (1, 8, 2), (4, 1, 3), (6, 5, 5)])
def test_outputs(compare, rng, shape):
    n, d, m = shape
    compare("weigh", rng.normal((n, d)), rng.normal((d, m)))


@pytest.mark.parametrize("shape", [(5, 3, 7), (2, 6, 4)])
def test_gradients(compare, rng, shape):
    n, d, m = shape
    compare("weigh", rng.normal((n, d)), rng.normal((d, m)), gradients=True)


def test_large(compare, rng):
    compare("weigh", rng.normal((5, 3), scale=300), rng.normal((3, 7)))


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("weigh", lambda: (rng.normal((64, 64)), rng.normal((64, 64))))
"""
BY_HAND = '''\
"""Exponentials by hand."""

import torch


def weigh(x, w):
    scores = torch.einsum("nd,dm->nm", x, w) * x.shape[1] ** -0.5
    scores = scores - scores.max(1, keepdim=True).values
    weights = scores.exp()
    return weights / weights.sum(1, keepdim=True)
'''
LOGS = '''\
"""By way of logarithms."""

import torch
import torch.nn.functional as F


def weigh(x, w):
    return F.log_softmax((x / x.shape[1] ** 0.5) @ w, 1).exp()
'''
WRONG = {
    "no_scale": "torch.softmax(x @ w, 1)",
    "wrong_axis": "torch.softmax(x @ w / x.shape[1] ** 0.5, 0)",
    "scale_of_rows": "torch.softmax(x @ w / x.shape[0] ** 0.5, 1)",
    "no_softmax": "x @ w / x.shape[1] ** 0.5",
    "no_maximum": "torch.exp(s := x @ w / x.shape[1] ** 0.5) / torch.exp(s).sum(1, keepdim=True)",
}
OTHERS = {
    "wrong_gradient/detached.py": "torch.softmax(x @ w.detach() / x.shape[1] ** 0.5, 1)",
    "runtime_error/three_axes.py": "torch.softmax(x @ w / x.shape[2], 1)",
    "time_limit_exceeded/loops.py": "any(iter(int, 1))",
    "memory_limit_exceeded/copies.py": "torch.ones(2**30)",
    "output_limit_exceeded/prints.py": "print('a' * 10**6)",
}


def program(docstring: str, expression: str) -> str:
    return f'"""{docstring}."""\n\nimport torch\n\n\ndef weigh(x, w):\n    return {expression}\n'


@dataclass(frozen=True)
class Pack:
    """A pack with one challenge."""

    root: Path

    def write(self, files: dict[str, str]) -> None:
        """Writes files below the challenge's folder; `reference` is the reference."""
        for name, text in files.items():
            path = self.reference if name == "reference" else self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    @property
    def folder(self) -> Path:
        return self.root / "challenges" / ID

    @property
    def reference(self) -> Path:
        return self.root / "reference" / f"{ID}.py"

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.reference if name == "reference" else self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def catalog(self) -> Catalog:
        return open_catalog(self.root)

    def challenge(self) -> Challenge:
        return self.catalog().load(ID)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """The challenge as it should be."""
    made = Pack(tmp_path)
    wrong = {f"submissions/wrong_answer/{name}.py": program(name, code) for name, code in WRONG.items()}
    others = {f"submissions/{path}": program("another", code) for path, code in OTHERS.items()}
    made.write(
        {
            "challenge.toml": TOML,
            "statement.md": STATEMENT,
            "stub.py": f"# challenge: {ID}\ndef weigh(x, w):\n    raise NotImplementedError\n",
            "hidden/test_weigh.py": HIDDEN,
            "reference": REFERENCE,
            "submissions/accepted/by_hand.py": BY_HAND,
            "submissions/accepted/logs.py": LOGS,
            "submissions/compile_error/bracket.py": "def weigh(x, w:\n",
            **wrong,
            **others,
        }
    )
    return made


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One warm engine for all tests."""
    try:
        made = Bubblewrap()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_BUBBLEWRAP") == "1":
            raise
        pytest.skip(f"bubblewrap: {reason}")
    yield made
    made.close()


@pytest.fixture
def checked(pack: Pack, engine: Engine) -> Callable[..., Checked]:
    """Checks the challenge as it is now: the steps that are named, else all."""
    return lambda *steps: check(pack.catalog(), ID, engine, say=lambda _: None, steps=steps or STEPS)
