"""The runner's loop: one reply for every request, whatever candidate code raises, until the judge hangs up."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sandbox import policy, runner, wire
from sandbox.wire import Array


class Judge:
    """The other end of the channel."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

    def read(self) -> dict[str, Any]:
        def receive(size: int) -> bytes:
            data = b""
            while len(data) < size:
                part = self._channel.recv(size - len(data))
                assert part, "the runner hung up"
                data += part
            return data

        return wire.read(receive, wire.REPLY, wire.Caps())

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        for part in wire.pack(wire.REQUEST, {"op": op, "program": "submission", **fields}):
            self._channel.sendall(part)
        return self.read()

    def load(self, source: str) -> dict[str, Any]:
        return self.ask("load", source=source.encode(), filename="candidate.py", frameworks=["numpy"])

    def call(self, function: str, *args: Any) -> dict[str, Any]:
        return self.ask("call", function=function, args=args, kwargs={}, seed=1, number=1)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Judge]:
    """A runner that serves in a thread, and the judge that talks to it."""
    monkeypatch.setattr(policy, "_notes", None)
    monkeypatch.setattr(runner, "_programs", {})
    monkeypatch.setattr(runner, "WORK", tmp_path)
    before = set(sys.modules)
    ours, theirs = socket.socketpair()
    ours.settimeout(20)
    serving = threading.Thread(target=runner.serve, args=(theirs.fileno(), theirs.fileno(), {"numpy": "2"}))
    serving.start()
    yield Judge(ours)
    ours.close()
    serving.join(20)
    theirs.close()
    assert not serving.is_alive()  # a judge that hangs up ends the loop
    for name in set(sys.modules) - before:
        if name.startswith(("submission", "reference", "second")):
            del sys.modules[name]


def test_it_greets_and_then_answers(judge: Judge) -> None:
    assert judge.read() == {"ok": True, "value": {"ready": True, "versions": {"numpy": "2"}}}
    assert judge.load("def f(x):\n    return x * 2")["value"]["framework"] == "numpy"
    answer = judge.call("f", Array.of(np.array([1.5])))
    assert answer["ok"] is True
    assert answer["value"]["value"].numpy().tolist() == [3.0]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(0)", "Exception"),
        ("raise KeyboardInterrupt", "Exception"),
        ("raise GeneratorExit", "Exception"),
        ("raise EOFError", "EOFError"),
        ("import unittest; raise unittest.SkipTest('skip')", "Exception"),
        ("raise type('Mine', (BaseException,), {'__str__': None})", "Exception"),
        ("return f()", "RecursionError"),
    ],
)
def test_whatever_is_raised_is_an_answer(judge: Judge, statement: str, name: str) -> None:
    judge.read()
    judge.load(f"def f():\n    {statement}\ndef alive():\n    return True")
    answer = judge.call("f")
    assert answer["ok"] is False
    assert answer["error"]["type"] == name
    assert answer["error"]["kind"] == "candidate"
    assert judge.call("alive")["value"]["value"] is True


def test_what_does_not_load_is_an_answer(judge: Judge) -> None:
    judge.read()
    assert judge.load("f = (")["error"]["type"] == "SyntaxError"
    assert judge.load("raise SystemExit")["error"]["type"] == "Exception"


@pytest.mark.parametrize(
    "request_", [{"op": "no such"}, {"op": "call", "function": "gone"}, {"op": "new", "entry": "f"}]
)
def test_a_request_that_makes_no_sense_is_answered(judge: Judge, request_: dict[str, Any]) -> None:
    judge.read()
    judge.load("def f(): pass")
    assert judge.ask(**request_)["ok"] is False
    assert judge.call("f")["ok"] is True


@pytest.mark.parametrize("value", ["'\\ud800'", "{1: '\\udfff'}", "10 ** 5000", "float('nan')", "[[]] * 70000"])
def test_a_strange_value_is_an_answer_too(judge: Judge, value: str) -> None:
    judge.read()
    judge.load(f"def f():\n    return {value}\ndef alive():\n    return True")
    assert isinstance(judge.call("f")["ok"], bool)
    assert judge.call("alive")["value"]["value"] is True


def test_several_requests_in_one_frame_fail_one_by_one(judge: Judge) -> None:
    judge.read()
    judge.load("def f(x):\n    return 1 / x")
    common = {"op": "call", "program": "submission", "function": "f", "kwargs": {}, "seed": 1, "number": 1}
    answers = judge.ask("many", requests=[{**common, "args": (one,)} for one in (1, 0, 4)])["value"]
    assert [one["ok"] for one in answers] == [True, False, True]
    assert answers[2]["value"]["value"] == 0.25


def test_a_file_is_written_where_programs_work(judge: Judge, tmp_path: Any) -> None:
    judge.read()
    assert judge.ask("file", name="data/labels.bin", data=b"\x00\xff")["ok"] is True
    assert (tmp_path / "data/labels.bin").read_bytes() == b"\x00\xff"


def test_breaches_are_told_with_every_answer(judge: Judge) -> None:
    judge.read()
    fields = {"source": b"def f():\n    import sklearn", "filename": "c.py", "frameworks": ["numpy"]}
    assert judge.ask("load", forbidden=["sklearn"], **fields)["breaches"] == ["sklearn"]
    assert judge.call("f")["breaches"] == ["sklearn"]


def test_large_arrays_cross_both_ways(judge: Judge) -> None:
    judge.read()
    judge.load("def f(x):\n    return x + 1")
    sent = np.arange(3 << 18, dtype=np.float32)
    assert np.array_equal(judge.call("f", Array.of(sent))["value"]["value"].numpy(), sent + 1)


def test_two_programs_do_not_share_names(judge: Judge) -> None:
    judge.read()
    fields = {"filename": "f.py", "frameworks": ["numpy"]}
    for name, factor in (("reference", b"2"), ("second", b"3")):
        assert judge.ask("load", **{**fields, "program": name, "source": b"def f(x):\n    return x * " + factor})["ok"]
    common = {"function": "f", "args": (5,), "kwargs": {}, "seed": 1, "number": 1}
    found = [judge.ask("call", **{**common, "program": name})["value"]["value"] for name in ("reference", "second")]
    assert found == [10, 15]
