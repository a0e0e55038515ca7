"""Mutants: which mistakes are made, and that nothing else changes."""

from __future__ import annotations

import ast

import pytest

from judge.check.equivalent import Declared, declared, stale
from judge.check.mutants import Mutant, mutants


def lines(source: str) -> set[str]:
    return {mutant.becomes for mutant in mutants("reference", source.encode())}


@pytest.mark.parametrize(
    ("source", "due"),
    [
        ("y = a + b", {"y = a - b", "y = a", "y = b"}),
        ("y = a - b", {"y = a + b", "y = a", "y = b - a"}),
        ("y = a * b", {"y = a / b", "y = a", "y = b"}),
        ("y = a @ b", {"y = b @ a"}),
        ("y += 1", {"y -= 1", "y += 2", "y += 0", "pass"}),
        ("y = a < b", {"y = a <= b"}),
        ("y = a is None", {"y = a is not None"}),
        ("y = a and b", {"y = a or b"}),
        ("y = -a", {"y = a"}),
        ("y = not a", {"y = a"}),
        ("y = 1e-05", {"y = 1.1000000000000001e-05"}),
        ("y = True", {"y = False"}),
        ("y = x.sum(-1)", {"y = x.sum(-2)", "y = x.sum(-0)", "y = x.sum(1)", "y = x.mean(-1)", "y = x"}),
        ("y = f(a, b)", {"y = f(b, a)"}),
        ("y = torch.maximum(a, b)", {"y = torch.minimum(a, b)", "y = a"}),
        ("y = torch.tanh(a)", {"y = torch.sigmoid(a)", "y = a"}),
        ("y = f(a, keepdim=True)", {"y = f(a, keepdim=False)", "y = f(a, )"}),
        ("y = a if b else c", {"y = a if not b else c"}),
        ("f(a)", {"pass"}),
    ],
)
def test_each_mistake_is_made(source: str, due: set[str]) -> None:
    assert lines(source) == due


@pytest.mark.parametrize(
    "source",
    [
        'def f(x: "a + 1") -> "b * 2":\n    """x + y - 1."""\n    return x',
        "import torch\n\n\ndef f(x):\n    raise ValueError(1 + 2)",
        "def f(x):\n    assert x > 0",
        "from a import b",
    ],
)
def test_nothing_is_changed_that_changes_no_result(source: str) -> None:
    assert [one for one in mutants("reference", source.encode()) if ".detach()" not in one.becomes] == []


def test_gradients_are_detached_where_there_are_some() -> None:
    body = "    y = x * 2\n    return y, x"
    head = "import torch\n\n\n"
    due = {"y = (x * 2).detach()", "y = x.detach() * 2", "return y.detach(), x", "return y, x.detach()"}
    assert due <= lines(f"{head}def f(x):\n{body}")
    for start in ("@torch.no_grad()\ndef f(x):", "def forward(ctx, x):", "def __init__(x):"):
        assert not any("detach" in line for line in lines(f"{head}{start}\n{body}"))
    assert not any("detach" in line for line in lines(f"import numpy\n\n\ndef f(x):\n{body}"))
    assert not any("detach" in line for line in lines("import torch\n\nPAIR = torch.zeros(2)"))
    assert not any(
        "detach" in one.becomes for one in mutants("a", f"{head}def f(x):\n{body}".encode(), gradients=False)
    )


def test_a_mutant_is_one_change_that_parses() -> None:
    source = (
        "import torch\n\n\ndef f(q, k):\n    s = q @ k.mT / q.shape[-1] ** 0.5\n    return torch.softmax(s, dim=-1)\n"
    )
    every = mutants("reference", source.encode())
    assert len({one.source for one in every}) == len(every) > 15
    for one in every:
        ast.parse(one.source)
        old, new = source.splitlines(), one.source.decode().splitlines()
        assert len(old) == len(new)
        changed = [(a.strip(), b.strip()) for a, b in zip(old, new, strict=True) if a != b]
        assert changed == [(one.line, one.becomes)]
        assert f"-    {one.line}" in one.diff
        assert f"+    {one.becomes}" in one.diff


MUTANT = Mutant("reference", b"", "b = zeros(3)", "b = ones(3)", "")


@pytest.mark.parametrize(
    ("entry", "covers"),
    [
        ({}, True),
        ({"becomes": "b = ones(3)"}, True),
        ({"becomes": "b = zeros(4)"}, False),
        ({"line": "b = zeros(4)"}, False),
        ({"program": "submissions/accepted/a.py"}, False),
    ],
)
def test_a_declaration_covers_its_line(entry: dict[str, str], covers: bool) -> None:
    given = {"program": "reference", "line": "b = zeros(3)", "reason": "it is overwritten", **entry}
    assert Declared.model_validate(given).covers(MUTANT) is covers


def test_declarations_are_read(tmp_path) -> None:
    file = tmp_path / "equivalent.toml"
    assert declared(tmp_path) == ((), [])
    file.write_text('[[equivalent]]\nprogram = "reference"\nline = "b = zeros(3)"\nreason = "it is overwritten"\n')
    entries, faults = declared(tmp_path)
    assert (len(entries), faults) == (1, [])
    assert list(stale(entries, [MUTANT])) == []
    assert [one.kind for one in stale(entries, [])] == ["equivalent"]


@pytest.mark.parametrize(
    "text", ["[[equivalent]]\n", '[[equivalent]]\nprogram="a"\nline="b"\nreason="so"\n', "a =", "[[other]]\na=1"]
)
def test_a_declaration_without_a_reason_is_none(tmp_path, text: str) -> None:
    (tmp_path / "equivalent.toml").write_text(text)
    entries, faults = declared(tmp_path)
    assert entries == ()
    assert [one.kind for one in faults] == ["equivalent"]
