"""Mechanical mutants of a program: copies with one mistake each. Sources are parsed with LibCST; nothing is run."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from judge.check.operators import detached, replacements

_LOGICAL = (cst.BitAnd, cst.BitOr, cst.BitXor)
_MAKERS_NAMES = """
zeros ones full empty eye tri arange linspace tensor zeros_like ones_like full_like empty_like
new_zeros new_ones new_full new_empty new_tensor bool detach
"""
_MAKERS = frozenset(_MAKERS_NAMES.split())


@dataclass(frozen=True)
class Mutant:
    """A program with one mistake.

    Attributes:
        program: "reference", or the path of a submission in the challenge folder.
        line: the changed line or lines as they were, without the spaces around them; `becomes`: as they are now.
    """

    program: str
    source: bytes
    line: str
    becomes: str
    diff: str


def mutants(program: str, source: bytes, gradients: bool = True) -> list[Mutant]:
    """All mutants of a program that parses, without repetition, in the order of its lines.

    `gradients`: whether gradients matter, so that one may be lost.
    """
    module = cst.parse_module(source)
    collector = _Points(gradients and "torch" in module.code)
    module.visit(collector)
    found: dict[str, Mutant] = {}
    original = ast.dump(ast.parse(module.code))
    for node, instead in collector.points:
        changed = module.deep_replace(node, instead)
        code = changed.code if isinstance(changed, cst.Module) else ""
        if code not in found and _parses_to_something_else(code, original):
            found[code] = _mutant(program, module.code, code)
    return list(found.values())


def _parses_to_something_else(code: str, original: str) -> bool:
    try:
        return ast.dump(ast.parse(code)) != original
    except SyntaxError:
        return False


def _mutant(program: str, before: str, after: str) -> Mutant:
    rows = list(difflib.unified_diff(before.splitlines(), after.splitlines(), program, program, lineterm="", n=1))
    lines = ["\n".join(row[1:].strip() for row in rows[2:] if row.startswith(sign)) for sign in "-+"]
    return Mutant(program, after.encode(), lines[0], lines[1], "\n".join(rows[2:]))


class _Points(cst.CSTVisitor):
    """Collects the nodes that can be replaced, and what by."""

    def __init__(self, differentiable: bool) -> None:
        super().__init__()
        self.points: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        self._differentiable = differentiable
        self._without_gradients: list[cst.CSTNode] = []
        self._depth = 0  # of functions: what stands outside of them has no gradient

    def on_visit(self, node: cst.CSTNode) -> bool:
        # What is raised, annotated or asserted does not change a result.
        if isinstance(node, cst.Annotation | cst.Raise | cst.Assert | cst.Decorator | cst.Import | cst.ImportFrom):
            return False
        if isinstance(node, cst.FunctionDef | cst.With) and ("no_grad" in _head(node) or _has_none(node)):
            self._without_gradients.append(node)
        self.points += [(node, instead) for instead in replacements(node)]
        self.points += [(node, instead) for instead in _removed(node)]
        if isinstance(node, cst.FunctionDef):
            self._depth += 1
        if self._differentiable and self._depth and not self._without_gradients:
            self.points += list(_detached(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self._depth -= 1
        if self._without_gradients and self._without_gradients[-1] is original_node:
            self._without_gradients.pop()


def _has_none(node: cst.FunctionDef | cst.With) -> bool:
    """Whether no gradient flows through a function: a constructor, or a part of a torch.autograd.Function."""
    if not isinstance(node, cst.FunctionDef):
        return False
    first = node.params.params[0].name.value if node.params.params else ""
    return node.name.value == "__init__" or first == "ctx"


def _head(node: cst.FunctionDef | cst.With) -> str:
    parts = node.decorators if isinstance(node, cst.FunctionDef) else node.items
    return " ".join(cst.Module([]).code_for_node(part) for part in parts)


def _removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A statement that is left out: a call for its effect, or an update in place."""
    if isinstance(node, cst.AugAssign) or (isinstance(node, cst.Expr) and isinstance(node.value, cst.Call)):
        yield cst.Pass()


def _detached(node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Values that are assigned or returned, and operands, without their gradient."""
    values: list[cst.BaseExpression] = []
    match node:
        case cst.Return(value=cst.Tuple(elements=elements)):
            values = [element.value for element in elements]
        case cst.Assign(value=value) | cst.Return(value=value) if value is not None:
            values = [value]
        case cst.BinaryOperation(left=left, right=right, operator=operator) if not isinstance(operator, _LOGICAL):
            values = [side for side in (left, right) if isinstance(side, cst.Name)]
    for value in values:
        if isinstance(value, cst.Name | cst.Call | cst.BinaryOperation | cst.Subscript) and not _constant(value):
            yield value, detached(value)


def _constant(value: cst.CSTNode) -> bool:
    """Whether it is plain to see that a value has no gradient."""
    match value:
        case cst.Call(func=cst.Attribute(attr=cst.Name(name)) | cst.Name(name)):
            return name in _MAKERS
        case cst.BinaryOperation(operator=operator):
            return isinstance(operator, _LOGICAL)
    return False
