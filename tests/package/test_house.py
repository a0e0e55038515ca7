"""The house rules that no linter here knows: how long a file and a function may be, and what each file is for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for folder in ("judge", "sandbox", "reference") for path in sorted((ROOT / folder).rglob("*.py"))]
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 60


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_are_found() -> None:
    assert {"judge/wire.py", "judge/model.py"} <= {name(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_stays_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_OF_A_FILE


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_function_stays_short(path: Path) -> None:
    long = {function.name: lines(function) for function in functions(path) if lines(function) > LINES_OF_A_FUNCTION}
    assert not long


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "the file needs a docstring"
