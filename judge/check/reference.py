"""The reference: deterministic, its gradients are slopes, and an independent second implementation stands beside it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator

from judge.check.bench import Bench, test_name
from judge.check.beside import beside
from judge.check.source import parsed
from judge.check.trivial import NO_GRADIENTS, spoiled
from judge.findings import Finding
from judge.model import Challenge, Verdict

_SAME = 0.9  # share of the syntax tree's nodes that a copy with other names has in common with its original
_TOLD = "judge check: "


def reference(challenge: Challenge, bench: Bench) -> Iterator[Finding]:
    """What is wrong with the reference. The bench has a roomy challenge: the reference may use anything."""
    yield from _independent(challenge)
    report = bench.judge("reference.py", beside(challenge.reference.read_bytes(), "examined.py"))
    if report.verdict is Verdict.ACCEPTED:
        yield from _gradients_are_compared(challenge, bench, _TOLD + "differentiable" in report.output.stdout)
        return
    for test in report.tests:
        if test.verdict in (Verdict.ACCEPTED, Verdict.SKIPPED):
            continue
        told = (test.detail or "").rpartition(_TOLD)
        kind, text = ("gradient", told[2].strip()) if "slope" in told[2] else ("reference", told[2].strip())
        text = text if told[1] else f"the reference in the candidate's place gets {test.verdict}: {test.message}"
        yield Finding(kind=kind, subject=test_name(test), message=text)


def _gradients_are_compared(challenge: Challenge, bench: Bench, differentiable: bool) -> Iterator[Finding]:
    if not differentiable:
        return
    source = (challenge.folder / challenge.tolerance.second).read_bytes()
    if bench.judge("trivial.py", spoiled(source, NO_GRADIENTS)).verdict is Verdict.ACCEPTED:
        text = "a program whose gradients are all zero is accepted; compare with gradients=True"
        yield Finding(kind="gradient", subject="hidden", message=text)


def _independent(challenge: Challenge) -> Iterator[Finding]:
    """A copy with other names is no cross-check."""
    trees = [parsed(path)[0] for path in (challenge.reference, challenge.folder / challenge.tolerance.second)]
    shapes = [[type(node).__name__ for node in ast.walk(_plain(tree))] for tree in trees if tree is not None]
    if len(shapes) == 2 and difflib.SequenceMatcher(None, shapes[0], shapes[1], autojunk=False).ratio() > _SAME:
        text = "is the reference again; write it in another style, as an independent cross-check"
        yield Finding(kind="reference", subject=challenge.tolerance.second, message=text)


def _plain(tree: ast.Module) -> ast.Module:
    """Without docstrings and annotations, which say nothing about how something is computed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return tree
