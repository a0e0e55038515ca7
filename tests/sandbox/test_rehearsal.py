"""The rehearsal: everything is used once, and nothing of it is left."""

from __future__ import annotations

import linecache
import sys

import pytest

from sandbox import policy, program, rehearsal, runner


@pytest.mark.parametrize("framework", ["torch", "numpy"])
def test_all_that_a_hidden_test_asks_for_is_used_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, framework: str
) -> None:
    used = []

    def watched(name: str) -> None:
        original = getattr(program.Program, name)
        monkeypatch.setattr(program.Program, name, lambda self, fields: (used.append(name), original(self, fields))[1])

    for name in ("load", "new", "call", "gradients"):
        watched(name)
    if framework == "numpy":
        monkeypatch.delitem(sys.modules, "torch")
    before = set(sys.modules), set(linecache.cache)
    rehearsal.rehearse()
    assert used == ["load", "new", "call", "call", *(["gradients"] if framework == "torch" else [])]
    assert (set(sys.modules), set(linecache.cache)) == before
    assert runner._programs.keys() <= {"submission", "reference", "second"}
    assert policy.tripped() == []


def test_a_rehearsal_comes_before_the_greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(runner, "rehearse", lambda: order.append("rehearsal"))
    monkeypatch.setattr(runner, "_reply", lambda fd, fields: order.append("greeting"))
    monkeypatch.setattr(runner, "_receive", lambda fd, size: (_ for _ in ()).throw(EOFError))
    runner.serve(0, 1, {})
    assert order == ["rehearsal", "greeting"]
