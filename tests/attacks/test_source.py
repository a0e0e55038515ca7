"""Files that are hardly python: each gets the candidate's verdict, none breaks or delays the judge."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from judge.errors import UsageError
from judge.model import Verdict
from judge.payload import redteam_dir
from judge.submission import READ_CAP_KB, SourceTooLarge, oversize_report, read_submission

RIGHT = (redteam_dir() / "answers/right_answer.py").read_bytes()
C, R, A = "compile_error", "runtime_error", "accepted"

# source, verdicts
SOURCES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", (C,)),
    "nul_bytes": (b"\0" * 1000 + RIGHT, (C,)),
    "nul_in_a_string": (RIGHT + b'\nx = "\0"\n', (C,)),
    "no_utf8": (b"x = '\xff\xfe\xe9'\n" + RIGHT, (C,)),
    "latin1_with_a_cookie": (b"# coding: latin-1\nx = '\xe9'\n" + RIGHT, (A,)),
    "unknown_cookie": (b"# coding: accepted\n" + RIGHT, (C,)),
    "code_hidden_by_a_cookie": (b"# coding: utf-7\n# +AAo-raise SystemExit\n" + RIGHT, (A, C)),
    "byte_order_mark": (b"\xef\xbb\xbf" + RIGHT, (A,)),
    "wrong_byte_order_mark": (RIGHT.decode().encode("utf-16"), (C,)),
    "carriage_returns": (RIGHT.replace(b"\n", b"\r"), (A,)),
    "form_feeds": (b"\x0c\n\x0c" + RIGHT, (A,)),
    "surrogates": (b"x = '\\ud800'\nprint(ascii(x))\n" + RIGHT, (A,)),
    "encoded_surrogates": (b"x = '\xed\xa0\x80'\n" + RIGHT, (C,)),
    "escapes": (b"\x1b[2Jraise ::error::\n", (C,)),
    "an_elf_file": (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 10, (C,)),
    "a_zip_file": (b"PK\x03\x04" + bytes(2000), (C,)),
    "deep_brackets": (b"x = " + b"(" * 50_000 + b")" * 50_000, (C, R, "memory_limit_exceeded")),
    "deep_minus": (b"x = " + b"-" * 100_000 + b"1\n" + RIGHT, (A, C, R, "memory_limit_exceeded")),
    "deep_attributes": (b"x = a" + b".a" * 50_000 + b"\n", (C, R, "memory_limit_exceeded")),
    "many_lines": (b"a=1\n" * 60_000 + RIGHT, (A, C, "memory_limit_exceeded", "time_limit_exceeded")),
    "long_line": (b"x = '" + b"a" * 200_000 + b"'\n" + RIGHT, (A,)),
    "large_number": (b"x = " + b"9" * 200_000 + b"\n" + RIGHT, (C,)),
    "many_names": (b"".join(b"a%d = b%d = 0\n" % (n, n) for n in range(10_000)) + RIGHT, (A,)),
    "future": (b"from __future__ import braces\n", (C,)),
    "star_import": (b"from torch import *\n" + RIGHT, (A,)),
    "no_entry_point": (b"class Other:\n    pass\n", (C,)),
    "entry_point_is_none": (b"Attention = None\n", (C,)),
    "entry_point_is_a_lambda": (b"Attention = lambda *rest: None\n", (R, "wrong_answer")),
    "module_replaced": (RIGHT + b"\nimport sys\nsys.modules[__name__] = None\n", (A, R)),
    "module_forgets_itself": (RIGHT + b"\nglobals().clear()\n", (C,)),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_strange_file_gets_the_verdict_of_a_strange_file(arena, attack_of, name):
    source, verdicts = SOURCES[name]
    report = arena.withstand(attack_of(source, *verdicts, wall_s=8, total_wall_s=16))
    assert "\x1b" not in report.reason
    assert len(report.reason) < 400


NAMES = [
    "torch.py",
    "numpy.py",
    "../../etc/passwd",
    "a\x1b[31m.py",
    "::error::x.py",
    "\u202eyp.x",
    "x" * 300 + ".py",
    " ",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_changes_nothing(arena, name):
    report = arena.judge(arena.good, name=name)
    assert report.verdict is Verdict.ACCEPTED


def test_fifty_megabytes_are_refused_without_being_parsed(arena, tmp_path):
    path = tmp_path / "attention.py"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"a=1\n" * (1 << 18))
    with pytest.raises(SourceTooLarge) as refused:
        read_submission(path)
    assert len(refused.value.submission.source) <= READ_CAP_KB * 1024 + 1
    report = oversize_report(refused.value.submission, arena.challenge(arena.good))
    assert report is not None
    assert report.verdict is Verdict.COMPILE_ERROR


def test_a_source_above_the_challenge_limit_is_not_run(arena, attack_of):
    """Trap: limits also for the size of the source."""
    source = b"import os\nprint('GOT THROUGH')\n" + b"#" * (300 << 10)
    report = arena.withstand(attack_of(source, "compile_error"))
    assert "KiB" in report.reason


@pytest.mark.parametrize("kind", ["fifo", "link", "folder", "device", "socket"])
def test_what_is_no_regular_file_is_refused_with_a_reason(tmp_path, kind):
    """Trap: a candidate's file is opened without following links or waiting, and must be a regular file."""
    path = tmp_path / "attention.py"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/etc/passwd")
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = Path("/dev/zero")
    else:
        import socket

        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    with pytest.raises(UsageError, match="regular"):
        read_submission(path)
