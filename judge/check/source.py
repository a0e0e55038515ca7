"""The author's own Python files, parsed: they are trusted, and nothing of them is run here."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def parsed(path: Path) -> tuple[ast.Module | None, str]:
    """The syntax tree of a file, or None and why there is none."""
    try:
        return ast.parse(path.read_bytes(), path.name), ""
    except SyntaxError as fault:
        return None, f"is no valid Python: {fault.msg} in line {fault.lineno}"
    except ValueError as fault:
        return None, f"is no valid Python: {fault}"


def functions(tree: ast.Module) -> list[Function]:
    """The functions at the top of a file."""
    return [node for node in tree.body if isinstance(node, Function)]


def defined(tree: ast.Module) -> dict[str, Function | ast.ClassDef]:
    """Functions and classes at the top of a file, by name."""
    return {node.name: node for node in tree.body if isinstance(node, Function | ast.ClassDef)}


def signatures(node: Function | ast.ClassDef) -> dict[str, list[str]]:
    """Argument names of a function, or of a class's constructor and of its public methods, without `self`."""
    if isinstance(node, Function):
        return {node.name: _arguments(node)}
    methods = [item for item in node.body if isinstance(item, Function)]
    return {
        f"{node.name}.{item.name}": _arguments(item)[1:]
        for item in methods
        if item.name == "__init__" or not item.name.startswith("_")
    }


def _arguments(node: Function) -> list[str]:
    given = node.args
    starred = [one.arg for one in (given.vararg, given.kwarg) if one is not None]
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)] + starred
