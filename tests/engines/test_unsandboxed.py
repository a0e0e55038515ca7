"""`--sandbox none`: a plain process, judged like any other, that every report tells of."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from judge import wire
from judge.engines import choose
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Spec
from judge.engines.tree import descendants
from judge.engines.unsandboxed import Unsandboxed
from judge.errors import EngineUnavailable, UsageError
from judge.model import Limits, Verdict
from judge.talk import Conversation

LIMITS = Limits(wall_s=5, cpu_s=3, memory_mb=256, output_kb=16)


@pytest.fixture
def engine() -> Iterator[Unsandboxed]:
    made = Unsandboxed()
    yield made
    made.close()


def loaded(engine: Unsandboxed, source: str) -> Conversation:
    talk = Conversation(engine.start(Spec(LIMITS, ("numpy",))), wire.Caps())
    talk.hello()
    fields: dict[str, wire.Value] = {"program": "submission", "filename": "f.py", "frameworks": ["numpy"]}
    talk.ask({"op": "load", "source": source.encode(), "entry_points": ["f"], **fields}, Deadline.after(10))
    return talk


def called(talk: Conversation, seconds: float = 20) -> dict[str, wire.Value]:
    fields: dict[str, wire.Value] = {"op": "call", "program": "submission", "function": "f", "number": 1}
    return talk.ask({**fields, "args": (), "kwargs": {}, "seed": 0}, Deadline.after(seconds))[0]


def test_a_program_answers_and_its_output_is_kept(engine: Unsandboxed) -> None:
    talk = loaded(engine, "def f():\n    print('hello')\n    return 7\n")
    assert called(talk)["value"] == {"value": 7, "changed": []}
    talk.sandbox.close()
    assert talk.sandbox.output().stdout == "hello\n"
    assert talk.sandbox.usage().processes_peak >= 1


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("import os; os._exit(3)", Verdict.RUNTIME_ERROR),
        ("while True: print('x' * 1000)", Verdict.OUTPUT_LIMIT_EXCEEDED),
        ("while True: pass", Verdict.TIME_LIMIT_EXCEEDED),
    ],
)
def test_an_end_has_its_cause(engine: Unsandboxed, body: str, verdict: Verdict) -> None:
    talk = loaded(engine, f"def f():\n    {body}\n")
    with pytest.raises(ChannelLost):
        called(talk)
    assert talk.sandbox.death().verdict is verdict
    talk.sandbox.close()


def test_nothing_that_a_program_started_is_left(engine: Unsandboxed) -> None:
    orphan = "subprocess.Popen(['sh', '-c', 'sleep 3600 & sleep 3600 &'])"
    source = f"import subprocess, time\ndef f():\n    {orphan}\n    time.sleep(3600)\n"
    before = set(descendants(os.getpid()))
    talk = loaded(engine, source)
    with pytest.raises(DeadlinePassed):
        called(talk, seconds=1)
    talk.sandbox.close()
    end = time.monotonic() + 10
    while set(descendants(os.getpid())) - before:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_memory_is_limited_for_each_process(engine: Unsandboxed) -> None:
    answer = called(loaded(engine, "def f():\n    return len(bytearray(1 << 30))\n"))
    assert answer["ok"] is False
    assert answer["error"]["refused_memory"] is True  # type: ignore[call-overload, index]


def test_it_is_chosen_by_name_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable):
        choose("auto")
    choose("none").close()
    with pytest.raises(UsageError, match="docker"):
        choose("none", image="x")


def test_it_has_no_gpu(engine: Unsandboxed) -> None:
    with pytest.raises(EngineUnavailable, match="GPU"):
        engine.start(Spec(LIMITS, ("numpy",), "cuda"))
