"""Engines without one of their defences, for tests only: what an attack then achieves shows what the defence is for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from judge import payload
from judge.engines import forkserver
from judge.engines.base import Engine, Sandbox, Spec


class Weakened:
    """An engine whose sandboxes lack the named defences (`Spec.without`)."""

    def __init__(self, engine: Engine, *without: str) -> None:
        self._engine = engine
        self._without = frozenset(without)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def warm(self, spec: Spec, count: int = 1) -> None:
        """With the same defences, or started containers would have all of them."""
        self._engine.warm(replace(spec, without=self._without), count)

    def cool(self, spec: Spec) -> None:
        self._engine.cool(replace(spec, without=self._without))

    def start(self, spec: Spec) -> Sandbox:
        return self._engine.start(replace(spec, without=self._without))

    def close(self) -> None:
        """The engine itself serves other tests too."""


@contextmanager
def sandbox_side(folder: Path, *changes: tuple[str, str, str]) -> Iterator[None]:
    """The sandbox side with some of its text replaced, each place just once: (file, old, new)."""
    copy = folder / "sandbox"
    shutil.copytree(payload.sandbox_dir(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in changes:
        text = (copy / name).read_text()
        assert text.count(old) == 1, f"sandbox/{name} has changed: {old!r} is there {text.count(old)} times"
        (copy / name).write_text(text.replace(old, new))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payload, "sandbox_dir", lambda: copy)
        yield


@contextmanager
def plan(**changes: Any) -> Iterator[None]:
    """bwrap started by another plan: each change is a function of that part of it."""
    made = forkserver._plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            forkserver, "_plan", lambda *rest: {**(old := made(*rest)), **{k: f(old[k]) for k, f in changes.items()}}
        )
        yield


def less(*words: str) -> Any:
    """A part of a plan without this sequence of words."""

    def cut(arguments: list[str]) -> list[str]:
        places = [at for at in range(len(arguments)) if tuple(arguments[at : at + len(words)]) == words]
        assert len(places) == 1, f"the plan has changed: {words} are there {len(places)} times"
        return arguments[: places[0]] + arguments[places[0] + len(words) :]

    return cut
