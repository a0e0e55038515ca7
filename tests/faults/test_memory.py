"""Whatever a program sends, prints, raises or is made of, the judge's own memory stays within 200 MB of its idle."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import RIGHT, environment

MOST_MB = 200
KEPT_MB = 20

# A judge that is told file after file, and says how far above its idle its memory rose.
WATCHED = """
import contextlib, ctypes, io, json, sys
from pathlib import Path
from judge.commands.judging import Request, outcome, publish

def memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(name))

class Heap(ctypes.Structure):  # mallinfo(3)
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

tell = ctypes.CDLL(None).mallinfo2
tell.restype = Heap

def in_use():  # what was freed, and waits to be used again, is not kept
    heap = tell()
    return (heap.uordblks + heap.hblkhd) / 1e6

idle = used = 0
for line in sys.stdin:
    told = json.loads(line)
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
    request = Request(
        file=Path(told["file"]), pack=Path(told["pack"]), sandbox="bubblewrap", no_runtime=True, reveal=True,
        json_target=told["file"] + ".json", junit_target=told["file"] + ".xml",
    )
    with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.redirect_stderr(io.StringIO()) as noted:
        report, code = outcome(request)
        publish(report, code, request)
    told = {"verdict": report.verdict, "reason": report.reason, "rise": memory("VmHWM") - idle, "code": code}
    told["kept"] = in_use() - used
    print(json.dumps({**told, "shown": shown.getvalue(), "noted": noted.getvalue()}), flush=True)
    used = used or in_use()
    idle = idle or memory("VmRSS")  # warm, after the first: what is kept from then on counts too
"""

# What stands before each program: the descriptor that replies go to, found as hostile code finds it.
CHANNEL = """
import json, os, struct, sys, time, warnings

def channel():
    frame = sys._getframe()
    while "write_fd" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["write_fd"]

def push(data):
    view, fd = memoryview(data), channel()
    while view:
        view = view[os.write(fd, view) :]

def frame(meta, payload=b""):
    push(struct.pack("<4sB3xIQ", b"JDG1", 2, len(meta), len(payload)) + meta)
    push(payload)

MEGABYTE = 1 << 20
FULL = MEGABYTE - 100  # the largest description that is read
"""

# Runs the statements when the program is called, instead of an answer.
CALLED = "def on_call(self, *arguments):\n{}\n\nAttention.forward = on_call\n"

RUNTIME, WRONG, COMPILE, OUTPUT = "runtime_error", "wrong_answer", "compile_error", "output_limit_exceeded"
TIME, MEMORY, RIGHT_ANSWER = "time_limit_exceeded", "memory_limit_exceeded", "accepted"

# What a forged reply holds -> statements that send it.
FRAMES = {
    "deep_brackets": 'frame(b"[" * FULL)',
    "deep_lists": """frame(b'{"ok":true,"value":' + b'["l",' * 160000 + b"1" + b"]" * 160000 + b"}")""",
    "empty_lists": """frame(b'{"ok":true,"value":["l",' + b"[]," * (FULL // 3 - 20) + b"1]}")""",
    "empty_objects": """frame(b'{"ok":true,"value":["l",' + b"{}," * (FULL // 3 - 20) + b"1]}")""",
    "tagged_lists": """frame(b'{"ok":true,"value":["l",' + b'["l"],' * (FULL // 6 - 20) + b"1]}")""",
    "tagged_dicts": """frame(b'{"ok":true,"value":["l",' + b'["d"],' * (FULL // 6 - 20) + b"1]}")""",
    "pairs": """
frame(b'{"ok":true,"value":["d",' + b",".join(b"[%d,1]" % number for number in range(85000)) + b"]}")""",
    "short_numbers": """frame(b'{"ok":true,"value":["l",' + b"1e9," * (FULL // 4 - 20) + b"1]}")""",
    "fields": """frame(b"{" + b",".join(b'"%d":1' % number for number in range(85000)) + b"}")""",
    "escaped_text": r"""frame(b'{"ok":true,"value":"' + b"\\ud83d\\ude00" * (FULL // 12 - 20) + b'"}')""",
    "empty_arrays": """frame(b'{"ok":true,"value":["l",' + b'["a","bool",[0]],' * (FULL // 18 - 20) + b"1]}")""",
    "full_payload": """frame(b'{"ok":true,"value":["a","float32",[16777216]]}', bytes(64 * MEGABYTE))""",
    "full_payload_as_a_result": """
answer = b'["d",["value",["a","bfloat16",[33554432]]],["changed",["l"]]]'
frame(b'{"ok":true,"value":' + answer + b"}", bytes(64 * MEGABYTE))""",
    "full_payload_of_bytes": """frame(b'{"ok":true,"value":["b",67108864]}', bytes(64 * MEGABYTE))""",
    "payload_that_never_comes": """push(struct.pack("<4sB3xIQ", b"JDG1", 2, 2, 64 * MEGABYTE) + b"{}")
time.sleep(60)""",
    "largest_lengths": 'push(struct.pack("<4sB3xIQ", b"JDG1", 2, 2**32 - 1, 2**64 - 1))\ntime.sleep(60)',
    "endless_frames": 'while True:\n    frame(b\'{"ok":true,"value":null}\' + b" " * MEGABYTE)',
    "slow_drip": """
for byte in struct.pack("<4sB3xIQ", b"JDG1", 2, FULL, 0):
    push(bytes([byte]))
    time.sleep(0.5)""",
    "frames_after_death": """
if os.fork() == 0:
    time.sleep(0.2)
    while True:
        frame(b'{"ok":true,"value":["d",["value",1],["changed",["l"]]]}')
os._exit(0)""",
}

CALLS = {
    "deep_result": ("x = []\nfor _ in range(300000):\n    x = [x]\nreturn x", {WRONG, RUNTIME}),
    "deep_dict": ("x = {}\nfor _ in range(300000):\n    x = {'k': x}\nreturn x", {WRONG, RUNTIME}),
    "cyclic_result": ("x = []\nx.append((x, x))\nreturn x", {WRONG, RUNTIME}),
    "wide_result": ("return [None] * 400000", {WRONG, RUNTIME, OUTPUT}),
    "long_text": ('return "\\ud800" + "x" * (2 * MEGABYTE)', {WRONG, RUNTIME, OUTPUT}),
    "large_tensor": ("return torch.ones(16 * MEGABYTE)", {WRONG, OUTPUT, MEMORY}),
    "thousands_of_tensors": ("return [torch.ones(1) for _ in range(4000)]", {WRONG}),
    "thousands_of_warnings": (
        'for number in range(20000):\n    warnings.warn(f"::warning::{number} " + "w" * 200)\nreturn None',
        {OUTPUT},
    ),
    "megabytes_of_exception": ('raise ValueError("\\n\\x1b[2J\\0" * (8 * MEGABYTE))', {RUNTIME}),
    "megabytes_of_notes": (
        'fault = ValueError("x")\nfor _ in range(50):\n    fault.add_note("n" * MEGABYTE)\nraise fault',
        {RUNTIME},
    ),
    "megabytes_of_type": ('raise type("T" * (4 * MEGABYTE), (Exception,), {})("x")', {RUNTIME}),
    "chain_of_exceptions": (
        """
fault = None
for _ in range(100000):
    fault, last = ValueError("c" * 100), fault
    fault.__cause__ = last
raise fault""",
        {RUNTIME, TIME},
    ),
    "flood": ('while True:\n    print("f" * 60000)', {OUTPUT}),
    "nul_bytes_and_escapes": (
        'os.write(1, b"\\0\\x1b]0;title\\x07\\xff\\xed\\xa0\\x80" * 3000)\nreturn None',
        {WRONG, RUNTIME},
    ),
}


class Watched:
    """A judge in a process of its own, warm after one right answer."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self._pack, self._folder = pack, folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", WATCHED],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.first = self.judge(RIGHT.encode())

    def judge(self, source: bytes) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        file = self._folder / "attention.py"
        file.write_bytes(source)
        self.process.stdin.write(json.dumps({"file": str(file), "pack": str(self._pack)}) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        json.loads(file.with_name("attention.py.json").read_text())
        return told


@pytest.fixture(scope="module")
def watched(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Skips where a process may not start its own peak again, or where there is no bubblewrap."""
    found = Watched(pack, tmp_path_factory.mktemp("watched"))
    if found.first["code"] == 3:
        pytest.skip(f"bubblewrap: {found.first['reason']}")
    yield found
    with found.process:
        found.process.kill()


def withstood(told: dict[str, Any], verdicts: set[str]) -> None:
    assert told["verdict"] in verdicts, told["reason"]
    assert told["rise"] < MOST_MB
    assert told["kept"] < KEPT_MB
    assert "Warning" not in told["noted"]
    assert "\x1b" not in told["shown"] + told["noted"]
    assert len(told["shown"]) < 200_000


def called(statements: str) -> bytes:
    indented = "\n".join(f"    {line}" for line in statements.strip("\n").split("\n"))
    return f"{RIGHT}\n{CHANNEL}\n{CALLED.format(indented)}".encode()


def test_a_right_answer_takes_no_memory(watched: Watched) -> None:
    told = watched.judge(RIGHT.encode())
    assert told["verdict"] == RIGHT_ANSWER
    assert told["rise"] < 20


@pytest.mark.parametrize("name", FRAMES)
def test_a_forged_frame_takes_no_memory(watched: Watched, name: str) -> None:
    withstood(watched.judge(called(FRAMES[name])), {RUNTIME, WRONG, OUTPUT, TIME})


@pytest.mark.parametrize("name", CALLS)
def test_a_hostile_call_takes_no_memory(watched: Watched, name: str) -> None:
    statements, verdicts = CALLS[name]
    withstood(watched.judge(called(statements)), verdicts)


SOURCES: dict[str, Callable[[], bytes]] = {
    "fifty_megabytes": lambda: b"# challenge: attention\n" + b"a=1\n" * (50 << 18),
    "nul_bytes": lambda: RIGHT.encode() + b"\0" * (200 << 10),
    "surrogates": lambda: RIGHT.encode() + b"\nx = '\xed\xa0\x80'\n",
    "megabytes_of_exception_at_import": lambda: b'raise SyntaxError("::error::" * (1 << 22))\n',
    "a_line_without_end": lambda: b"# challenge: attention " + b"x" * (15 << 20),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_hostile_file_takes_no_memory(watched: Watched, name: str) -> None:
    withstood(watched.judge(SOURCES[name]()), {COMPILE})


def test_the_measure_sees_memory(watched: Watched) -> None:
    """What a judge does hold shows: the bytes of a file, up to the cap, twice while they are joined."""
    assert 14 < watched.judge(b"# challenge: attention\n" + b"#" * (15 << 20))["rise"] < MOST_MB
