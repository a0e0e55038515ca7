"""Loading the candidate's file: what it is told by, and whose fault it is when that fails."""

from __future__ import annotations

import pytest

from judge import wire
from judge.errors import JudgeError
from judge.model import Verdict
from judge.talk import CandidateFault


def reply(**fields):
    return b"".join(map(bytes, wire.pack(wire.REPLY, fields)))


def error(name, text="", **fields):
    return reply(ok=False, error={"kind": "candidate", "type": name, "text": text, "refused_memory": False, **fields})


def test_a_program_is_loaded_once_and_then_asked(life, candidate):
    first = life(reply(ok=True, value=7))
    asked = candidate(first)
    assert [asked.ask("call"), asked.ask("call")] == [7, 7]
    assert [one["op"] for one in first.requests] == ["load", "call", "call"]
    assert asked.framework == "numpy"
    assert asked.versions == {"python": "3.11.9"}
    load = first.requests[0]
    assert load["source"] == b"pool = unpool = abs"
    assert (load["entry_points"], load["frameworks"]) == (["pool", "unpool"], ["torch", "numpy"])


def test_the_probe_is_loaded_after_the_file(life, candidate):
    first = life(reply(ok=True, value=None))
    candidate(first, probe=b"def probe(): pass").start()
    assert [one["op"] for one in first.requests] == ["load", "load_probe"]
    assert first.requests[1]["source"] == b"def probe(): pass"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("pool.py", "pool.py"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("a b\n\x1b.py", "a_b__.py"),
        ("", "submission.py"),
    ],
)
def test_the_file_name_in_tracebacks_is_no_path(name: str, sent: str, life, candidate):
    first = life()
    candidate(first, name=name).start()
    assert first.requests[0]["filename"] == sent


@pytest.mark.parametrize("hello", [b"", b"JDG", reply(ok=True, value=3), b"x" * 100])
def test_a_sandbox_that_ends_before_the_file_is_loaded_is_our_fault(hello: bytes, candidate, broken):
    with pytest.raises(JudgeError, match="before the program was loaded"):
        candidate(broken(hello)).start()


@pytest.mark.parametrize("value", [None, 7, [], {}, {"framework": "torch"} | {"framework": "jax"}, {"missing": []}])
def test_an_answer_to_loading_that_says_nothing_is_a_runtime_error(value: object, life, candidate):
    bad = life(load=reply(ok=True, value=value))
    with pytest.raises(CandidateFault) as found:
        candidate(bad).start()
    assert found.value.verdict is Verdict.RUNTIME_ERROR
    assert bad.closed


def test_a_file_that_never_loads_is_the_time_limit(candidate, silent):
    with pytest.raises(CandidateFault) as found:
        candidate(silent).start()
    assert found.value.verdict is Verdict.TIME_LIMIT_EXCEEDED


def test_an_exception_while_loading_is_a_compile_error_with_its_first_line(life, candidate):
    told = error("SyntaxError", "  File ...\nSyntaxError: bad", summary="SyntaxError: '(' was never closed", line=3)
    with pytest.raises(CandidateFault) as found:
        candidate(life(load=told)).start()
    assert found.value.verdict is Verdict.COMPILE_ERROR
    assert "SyntaxError: '(' was never closed" in found.value.message


def test_memory_that_is_refused_while_loading_is_the_memory_limit(life, candidate):
    told = error("MemoryError", refused_memory=True)
    with pytest.raises(CandidateFault) as found:
        candidate(life(load=told)).start()
    assert found.value.verdict is Verdict.MEMORY_LIMIT_EXCEEDED


def test_missing_entry_points_are_a_compile_error_that_names_them(life, candidate):
    lacking = reply(ok=True, value={"framework": "numpy", "missing": ["unpool"]})
    with pytest.raises(CandidateFault) as found:
        candidate(life(load=lacking)).start()
    assert (found.value.verdict, found.value.message) == (Verdict.COMPILE_ERROR, "the file lacks unpool")


@pytest.mark.parametrize("missing", ["unpool", 7, ["leaked 3.14"], {"pool": 1}, [None]])
def test_only_names_that_the_challenge_knows_are_repeated(missing: object, life, candidate):
    lacking = reply(ok=True, value={"framework": "numpy", "missing": missing})
    with pytest.raises(CandidateFault) as found:
        candidate(life(load=lacking)).start()
    assert found.value.verdict is Verdict.COMPILE_ERROR
    assert "leaked" not in found.value.message
    assert found.value.message.removeprefix("the file lacks").strip(" ,") in ("", "unpool", "pool", "pool, unpool")
