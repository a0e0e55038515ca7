"""Tripwires on what a challenge forbids: evidence for a person, not a wall.

Each forbidden function is replaced, before the candidate's file runs, by one that notes its name and then calls the
original; each forbidden class notes when it is constructed, also through a subclass; a forbidden module notes when it
is imported; and the operator behind a function of torch notes when it runs (`sandbox.operators`). The notes live beside
candidate code, so whoever tries can remove them: policy is not security.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import mmap
import os
import sys
from types import ModuleType
from typing import Any

from sandbox import operators

# Calls from here are not the candidate's: our own, and what autograd does for the gradients of other functions.
_ADAPTERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "adapters", "")
_AUTOGRAD = os.path.join("torch", "autograd", "graph.py")
# What lies between a caller and its call of an operator.
_BETWEEN = (__file__, operators.__file__, os.path.join("torch", "_ops.py"))


class Notes:
    """Which of some names were used. Forked children write into the same memory."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._places = {name: place for place, name in enumerate(dict.fromkeys(names))}
        self._marks = mmap.mmap(-1, len(self._places))

    def note(self, name: str) -> None:
        """Marks a name that was used."""
        self._marks[self._places[name]] = 1

    def found(self) -> list[str]:
        """The names that were marked."""
        return [name for name, place in self._places.items() if self._marks[place]]


# Made in the candidate's own process: what the fork server made would be shared by all sandboxes.
_notes: Notes | None = None


def arm(names: tuple[str, ...], operator_names: tuple[str, ...] = ()) -> None:
    """Sets a tripwire on every dotted name that exists in the frameworks of this sandbox, and on these operators."""
    global _notes
    if not names:
        return
    _notes = Notes((*names, *operator_names))
    for name in names:
        owner_name, _, attribute = name.rpartition(".")
        owner = _resolve(owner_name)
        target = getattr(owner, attribute, None) if owner is not None else None
        if isinstance(target, type):
            _watch_class(target, name)
        elif callable(target) and not isinstance(target, ModuleType):
            setattr(owner, attribute, _watched(target, name))
    operators.arm(operator_names, _note)


def imported(tree: ast.AST, names: tuple[str, ...]) -> None:
    """Notes every forbidden module that the file imports, as a whole or something of it."""
    for node in ast.walk(tree):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for module in found:
            for name in names:
                if _notes is not None and f"{module}.".startswith(f"{name}.") and _is_module(name):
                    _notes.note(name)


def tripped() -> list[str]:
    """The forbidden names and operators that were used so far, each once."""
    return _notes.found() if _notes is not None else []


def _note(name: str) -> None:
    """Called by what stands in for a function or operator: notes its name, unless its caller is not the candidate's."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename.endswith(_BETWEEN):
        frame = frame.f_back
    # Without a frame it is a thread of C++, such as one that computes gradients.
    file = frame.f_code.co_filename if frame is not None else _AUTOGRAD
    if _notes is not None and not file.startswith(_ADAPTERS) and not file.endswith(_AUTOGRAD):
        _notes.note(name)


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
        _note(name)
        return function(*args, **kwargs)

    return noted


def _watch_class(cls: type, name: str) -> None:
    original = getattr(cls, "__init__")  # noqa: B009  (typed access to it is called unsound)

    @functools.wraps(original)
    def noted(self: Any, *args: Any, **kwargs: Any) -> None:
        _note(name)
        original(self, *args, **kwargs)

    setattr(cls, "__init__", noted)  # noqa: B010
