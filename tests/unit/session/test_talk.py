"""What a hostile runner may send, and how little of it is believed."""

from __future__ import annotations

import builtins
import json
import re
import struct
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge import wire
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed
from judge.errors import JudgeError
from judge.model import Limits, Verdict
from judge.talk import CandidateFault, CandidateRaised, Conversation, raised

LIMITS, CAPS = Limits(memory_mb=77), wire.Caps()
MESSAGE = re.compile(r"(?:not implemented yet: )?raised (\w+)(?: at line [0-9]{1,6})?")


class Scripted:
    """A sandbox that answers with the given bytes, then ends."""

    def __init__(self, *answers: bytes) -> None:
        self.sent = b""
        self._bytes = b"".join(answers)
        self.largest_asked = 0

    def send(self, parts: Sequence[wire.Buffer], deadline: Deadline) -> None:
        self.sent += b"".join(bytes(part) for part in parts)

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        self.largest_asked = max(self.largest_asked, size)
        if size > len(self._bytes):
            raise ChannelLost
        data, self._bytes = self._bytes[:size], self._bytes[size:]
        return bytearray(data)


def reply(**fields: object) -> bytes:
    return b"".join(bytes(part) for part in wire.pack(wire.REPLY, fields))


def ask(*answers: bytes, caps: wire.Caps = CAPS) -> object:
    answer, seconds = Conversation(Scripted(*answers), caps).ask({"op": "call"}, Deadline.after(5))
    assert seconds >= 0
    return answer


def header(kind: int = wire.REPLY, meta: int = 2, payload: int = 0, magic: bytes = b"JDG1") -> bytes:
    return struct.pack("<4sB3xIQ", magic, kind, meta, payload)


def described(nodes: object, payload: bytes = b"") -> bytes:
    meta = json.dumps(nodes).encode()
    return header(meta=len(meta), payload=len(payload)) + meta + payload


def test_an_honest_answer_is_returned_with_its_arrays() -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    answer = ask(reply(ok=True, value=wire.Array.of(values)))
    assert np.array_equal(answer["value"].numpy(), values)


def test_a_request_is_one_frame_of_the_wire() -> None:
    sandbox = Scripted(reply(ok=True))
    Conversation(sandbox, wire.Caps()).ask({"op": "call", "args": (1.5, None)}, Deadline.after(5))
    stream = Scripted(sandbox.sent)
    assert wire.read(lambda size: stream.receive(size, Deadline.after(5)), wire.REQUEST, wire.Caps()) == {
        "op": "call",
        "args": (1.5, None),
    }


HOSTILE = {
    "wrong magic": header(magic=b"HTTP") + b"{}",
    "a request for a reply": header(kind=wire.REQUEST) + b"{}",
    "unknown kind": header(kind=200) + b"{}",
    "reserved bytes": b"JDG1\x02abc" + header()[8:] + b"{}",
    "a description over its cap": header(meta=1 << 31),
    "a payload over its cap": header(payload=1 << 62),
    "no JSON": header(meta=4) + b"\xff\xfe{}",
    "a list": described([1, 2]),
    "a number": described(7),
    "no fields": described({}),
    "ok is a number": described({"ok": 1}),
    "ok is text": described({"ok": "true"}),
    "ok is null": described({"ok": None}),
    "ok twice": header(meta=22) + b'{"ok":true,"ok":false}',
    "an array longer than the payload": described({"ok": True, "value": ["a", "float32", [4]]}, b"1234"),
    "a payload that nobody names": described({"ok": True}, b"1234"),
    "a dtype of its own": described({"ok": True, "value": ["a", "object", [1]]}, b"12345678"),
    "a negative length": described({"ok": True, "value": ["a", "float32", [-1]]}),
    "a nested bomb": described({"ok": True, "value": None} | {"deep": json.loads("[" * 60 + "]" * 60)}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_frames_are_wire_errors(name: str) -> None:
    with pytest.raises(wire.WireError):
        ask(HOSTILE[name])


@pytest.mark.parametrize("claim", [{"meta": 1 << 31}, {"payload": 1 << 62}])
def test_what_passes_a_cap_is_refused_unread(claim: dict[str, int]) -> None:
    sandbox = Scripted(header(**claim) + bytes(1000))
    with pytest.raises(wire.CapPassed):
        Conversation(sandbox, wire.Caps()).ask({"op": "call"}, Deadline.after(5))
    assert sandbox.largest_asked == wire.HEADER.size


def test_the_number_of_arrays_is_capped() -> None:
    arrays = [wire.Array.of(np.zeros(1, np.float32))] * 5
    assert len(ask(reply(ok=True, value=arrays), caps=wire.Caps(arrays=5))["value"]) == 5
    with pytest.raises(wire.CapPassed):
        ask(reply(ok=True, value=arrays), caps=wire.Caps(arrays=4))


@pytest.mark.parametrize("cut", range(0, 43, 3))
def test_half_a_frame_loses_the_channel(cut: int) -> None:
    whole = reply(ok=True, value=wire.Array.of(np.zeros(2, np.float32)))
    assert len(whole) > cut
    with pytest.raises(ChannelLost):
        ask(whole[:cut])


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_one_of_two_faults(data: bytes) -> None:
    try:
        answer = ask(data)
    except (ChannelLost, wire.WireError):
        return
    assert isinstance(answer["ok"], bool)


def test_a_passed_deadline_is_told_as_such() -> None:
    class Silent(Scripted):
        def receive(self, size: int, deadline: Deadline) -> bytearray:
            raise DeadlinePassed

    with pytest.raises(DeadlinePassed):
        Conversation(Silent(), wire.Caps()).ask({"op": "call"}, Deadline.after(5))


def test_what_a_hidden_test_cannot_send_is_our_fault() -> None:
    with pytest.raises(JudgeError, match="hidden test"):
        Conversation(Scripted(), wire.Caps()).ask({"op": object()}, Deadline.after(5))  # type: ignore[dict-item]


def test_the_greeting_names_versions() -> None:
    greeting = reply(ok=True, value={"ready": True, "versions": {"numpy": "2.4", "python": "3" * 999}})
    versions = Conversation(Scripted(greeting), wire.Caps()).hello()
    assert versions["numpy"] == "2.4"
    assert len(versions["python"]) <= 100


@pytest.mark.parametrize(
    "value", [None, 3, "ready", [], {}, {"ready": True}, {"versions": None}, {"versions": [["numpy", "2"]]}]
)
def test_no_greeting_is_taken_for_one(value: object) -> None:
    with pytest.raises(wire.WireError):
        Conversation(Scripted(reply(ok=True, value=value)), wire.Caps()).hello()


def fault(**error: object) -> CandidateFault:
    return raised(error, LIMITS)


def test_a_fault_tells_the_candidate_type_and_line_and_the_operator_all() -> None:
    found = fault(type="ValueError", text="Traceback ... ValueError: x = 3.25", line=12, refused_memory=False)
    assert isinstance(found, CandidateRaised)
    assert (found.verdict, found.type_name) == (Verdict.RUNTIME_ERROR, "ValueError")
    assert found.message == "raised ValueError at line 12"
    assert found.detail == "Traceback ... ValueError: x = 3.25"


def test_what_is_not_implemented_is_said_so() -> None:
    assert fault(type="NotImplementedError", text="", line=None).message.startswith("not implemented yet")


def test_refused_memory_is_the_memory_limit() -> None:
    found = fault(type="MemoryError", text="MemoryError: secret", line=3, refused_memory=True)
    assert found.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    assert not isinstance(found, CandidateRaised)
    assert "77 MiB" in found.message
    assert "secret" not in found.message


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ("open_files", "raised OSError at line 3; open files: 256 of 256, one more was refused"),
        ("tmp_mb", "raised OSError at line 3; files: 64 of 64 MiB, more was refused"),
        ("secret 3.25", "raised OSError at line 3"),
        (None, "raised OSError at line 3"),
        (["tmp_mb"], "raised OSError at line 3"),
    ],
)
def test_a_limit_that_refuses_is_told_with_its_figure(refused: object, told: str) -> None:
    found = fault(type="OSError", text="", line=3, refused=refused)
    assert (found.verdict, found.message) == (Verdict.RUNTIME_ERROR, told)


@pytest.mark.parametrize("claim", [1, "true", None, [True]])
def test_refused_memory_must_be_true_itself(claim: object) -> None:
    assert fault(type="ValueError", text="", refused_memory=claim).verdict is Verdict.RUNTIME_ERROR


@pytest.mark.parametrize("name", ["KeyError", "RecursionError", "UnicodeDecodeError", "ZeroDivisionError", "Exception"])
def test_known_names_cross(name: str) -> None:
    found = fault(type=name, text="")
    assert isinstance(found, CandidateRaised)
    assert found.type_name == name


@pytest.mark.parametrize(
    "name",
    [
        *("SkipTest", "Skipped", "KeyboardInterrupt", "SystemExit", "GeneratorExit", "Accepted", "x3_14159", "leaked"),
        *("", "1", "Value Error", "ValueError\n", "V\u0430lueError", None, 7, ["ValueError"], b"ValueError"),
    ],
)
def test_no_other_name_crosses(name: object) -> None:
    found = fault(type=name, text="")
    assert isinstance(found, CandidateRaised)
    assert found.type_name == "Exception"
    assert found.message == "raised Exception"


@pytest.mark.parametrize("line", [0, -1, 10**9, True, 2.5, "7", None, [7]])
def test_a_line_is_a_plausible_number(line: object) -> None:
    assert fault(type="ValueError", text="", line=line).message == "raised ValueError"


def test_long_texts_are_cut() -> None:
    found = fault(type="ValueError", text="x" * 10**6)
    assert len(found.detail) <= 10_000
    assert len(found.message) < 100


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50) | st.binary(max_size=50)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), max_leaves=5
)


@given(
    error=st.dictionaries(
        st.sampled_from(["kind", "type", "text", "line", "refused_memory", "refused", "summary"])
        | st.text(max_size=5)
        | st.integers(),
        anything,
    )
)
def test_an_error_of_any_shape_is_a_fault_that_quotes_nothing(error: dict[object, object]) -> None:
    found = raised(error, LIMITS)
    if error.get("refused_memory") is True:
        assert found.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
        assert found.message == "memory: an allocation was refused, 77 MiB are allowed"
    else:
        assert found.verdict is Verdict.RUNTIME_ERROR
        told = MESSAGE.fullmatch(found.message)
        assert told is not None
        assert issubclass(getattr(builtins, told[1]), Exception)
