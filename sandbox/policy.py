"""Tripwires on what a challenge forbids: evidence for a person, not a wall.

Each forbidden function is replaced, before the candidate's file runs, by one that notes its name and then calls the
original; each forbidden class notes when it is constructed, also through a subclass; a forbidden module notes when it
is imported. The notes live beside candidate code, so whoever tries can remove them: policy is not security.
"""

from __future__ import annotations

import ast
import functools
import importlib
import sys
from types import ModuleType
from typing import Any

_tripped: list[str] = []


def arm(names: tuple[str, ...]) -> None:
    """Sets a tripwire on every dotted name that exists in the frameworks of this sandbox."""
    for name in names:
        owner_name, _, attribute = name.rpartition(".")
        owner = _resolve(owner_name)
        target = getattr(owner, attribute, None) if owner is not None else None
        if isinstance(target, type):
            _watch_class(target, name)
        elif callable(target) and not isinstance(target, ModuleType):
            setattr(owner, attribute, _watched(target, name))


def imported(tree: ast.AST, names: tuple[str, ...]) -> None:
    """Notes every forbidden module that the file imports, as a whole or something of it."""
    for node in ast.walk(tree):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for module in found:
            _note_all(name for name in names if f"{module}.".startswith(f"{name}.") and _is_module(name))


def tripped() -> list[str]:
    """The forbidden names that were used so far, each once."""
    return list(_tripped)


def _note_all(names: Any) -> None:
    for name in names:
        if name not in _tripped:
            _tripped.append(name)


def _is_module(name: str) -> bool:
    """Whether a forbidden name is, or may be, a module: one not yet imported is nowhere to be found."""
    owner_name, _, attribute = name.rpartition(".")
    target = getattr(_resolve(owner_name), attribute, None)
    return target is None or isinstance(target, ModuleType)


def _resolve(dotted: str) -> Any:
    """The module or class of a dotted name, None where this sandbox has none; a framework not yet imported stays so."""
    parts = dotted.split(".")
    if not dotted or parts[0] not in sys.modules:
        return None
    found: Any = sys.modules[parts[0]]
    for index, part in enumerate(parts[1:], start=2):
        if not hasattr(found, part):
            try:
                importlib.import_module(".".join(parts[:index]))
            except ImportError:
                return None
        found = getattr(found, part, None)
    return found


def _watched(function: Any, name: str) -> Any:
    @functools.wraps(function)
    def noted(*args: Any, **kwargs: Any) -> Any:
        _note_all([name])
        return function(*args, **kwargs)

    return noted


def _watch_class(cls: type, name: str) -> None:
    original = getattr(cls, "__init__")  # noqa: B009  (typed access to it is called unsound)

    @functools.wraps(original)
    def noted(self: Any, *args: Any, **kwargs: Any) -> None:
        _note_all([name])
        original(self, *args, **kwargs)

    setattr(cls, "__init__", noted)  # noqa: B010
