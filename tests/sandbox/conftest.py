"""A loaded file, as the runner holds it, without a sandbox around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.program import Program

Load = Callable[..., Program]


@pytest.fixture
def load() -> Iterator[Load]:
    """Loads a source as the judge asks for it."""
    before = dict(sys.modules)

    def loaded(source: str, probe: str = "", **fields: Any) -> Program:
        program = Program("submission")
        request = {"source": source.encode(), "filename": "candidate.py", "frameworks": ["torch", "numpy"]}
        program.told = program.load({**request, **fields})  # type: ignore[attr-defined]
        if probe:
            program.load_probe({"source": probe.encode()})
        return program

    yield loaded
    for name in ("submission", "submission_probe"):
        if name not in before:
            sys.modules.pop(name, None)
