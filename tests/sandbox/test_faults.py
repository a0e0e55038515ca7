"""How an exception of candidate code is described: by an allow-listed name, and by text that cannot do harm."""

from __future__ import annotations

import linecache
import unittest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import faults, wire


class ShapeMismatch(ValueError):
    pass


class Skipped(BaseException):
    pass


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


class Endless(Exception):
    def __str__(self):
        return str(self)


class Nameless(KeyError):
    __qualname__ = __name__ = "x3_14159"


class NoText(Exception):
    def __str__(self):
        return 7  # type: ignore[return-value]


def caught(error):
    try:
        raise error
    except BaseException as found:  # noqa: BLE001  (as the runner does)
        return faults.describe(found)


def from_candidate(source, name="candidate.py", call="f()"):
    """The description of what a submitted file raises when its function is called."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    scope: dict[str, object] = {}
    try:
        exec(compile(source, name, "exec"), scope)
        exec(call, scope)
    except BaseException as error:  # noqa: BLE001  (as the runner does)
        return faults.describe(error)
    finally:
        linecache.cache.pop(name, None)
    raise AssertionError("it raised nothing")


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ValueError("x"), "ValueError"),
        (KeyError("x"), "KeyError"),
        (NotImplementedError(), "NotImplementedError"),
        (ShapeMismatch("x"), "ValueError"),
        (FileNotFoundError(2, "x"), "FileNotFoundError"),
        (ConnectionError("x"), "OSError"),
        (Nameless("x"), "KeyError"),
        (StopIteration(), "StopIteration"),
        (unittest.SkipTest("x"), "Exception"),
        (pytest.skip.Exception("x"), "Exception"),
        (Skipped(), "Exception"),
        (SystemExit(0), "Exception"),
        (KeyboardInterrupt(), "Exception"),
        (GeneratorExit(), "Exception"),
        (ExceptionGroup("x", [ValueError()]), "Exception"),
    ],
)
def test_only_allow_listed_names_cross(error, name):
    told = caught(error)
    assert told["type"] == name
    assert told["kind"] == "candidate"


@pytest.mark.parametrize("error", [Unprintable(), Endless(), NoText(), Nameless(Unprintable())])
def test_exceptions_that_cannot_be_printed_are_told_all_the_same(error):
    told = caught(error)
    assert told["type"] in faults.KNOWN
    assert isinstance(told["text"], str)
    assert told["text"]


SURROGATES = "lone \ud800 and \udfff"


def test_surrogates_are_escaped():
    told = caught(ValueError(SURROGATES))
    for field in ("text", "summary"):
        assert "\\ud800" in told[field]
        told[field].encode("utf-8")


@given(st.text(st.characters(), max_size=50) | st.integers() | st.binary(max_size=20))
def test_every_description_fits_into_a_frame(payload):
    told = caught(ValueError(payload))
    assert wire.pack(wire.REPLY, {"ok": False, "error": told})


@pytest.mark.parametrize("character", ["x", "\ud800", "\n", "\U0001f389", "\x00"])
def test_the_text_is_capped(character):
    told = caught(ValueError(character * 100_000))
    assert len(told["text"]) <= faults.TEXT_LIMIT
    assert len(told["summary"]) <= 500
    assert "ValueError" in told["text"]


def test_a_deep_traceback_keeps_its_end():
    told = from_candidate("def f(n=0):\n    return f(n + 1) if n < 200 else 1 / 0\n")
    assert told["type"] == "ZeroDivisionError"
    assert "division by zero" in told["text"]
    assert len(told["text"]) <= faults.TEXT_LIMIT


def test_endless_recursion_is_told():
    assert from_candidate("def f():\n    return f()\n")["type"] == "RecursionError"


def test_the_text_shows_the_candidates_lines_and_none_of_ours():
    told = from_candidate("def f():\n    x = 1\n    return g(x)\n\ndef g(x):\n    raise ValueError('wrong')\n")
    assert "raise ValueError('wrong')" in told["text"]
    assert "return g(x)" in told["text"]
    assert "ValueError: wrong" in told["text"]
    assert told["line"] == 6
    assert told["summary"] == "ValueError: wrong"
    assert __file__ not in told["text"]


def test_the_line_is_that_of_the_file_and_not_of_a_library():
    told = from_candidate("import json\n\n\ndef f():\n    json.loads('{')\n")
    assert told["line"] == 5


def test_a_syntax_error_names_its_line():
    told = from_candidate("x = 1\ny = (\n")
    assert told["type"] == "SyntaxError"
    assert told["line"] == 2
    assert "was never closed" in told["summary"]


def test_a_note_is_text_and_not_the_first_line():
    error = ValueError("first\nsecond")
    error.add_note("a note")
    told = caught(error)
    assert told["summary"] == "ValueError: first"
    assert "a note" in told["text"]


def test_no_line_is_made_up_for_what_the_file_did_not_raise():
    assert caught(ValueError("x"))["line"] is None


@pytest.mark.parametrize("line", ["7", -3, [1], 10**30, None])
def test_a_syntax_error_may_claim_any_line_and_still_cross(line):
    error = SyntaxError("made up")
    error.lineno = line  # type: ignore[assignment]
    wire.pack(wire.REPLY, {"error": caught(error)})


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (MemoryError(), True),
        (
            RuntimeError("[enforce fail at alloc_cpu.cpp:117] . DefaultCPUAllocator: can't allocate memory: you tried"),
            True,
        ),
        (RuntimeError("not enough memory: you tried to allocate 8 bytes"), True),
        (OSError(12, "Cannot allocate memory"), True),
        (RuntimeError("shapes do not match"), False),
        (ValueError("Unable to allocate"), False),
        (OSError(2, "No such file"), False),
        (Unprintable(), False),
        (SystemExit("can't allocate memory"), False),
    ],
)
def test_refused_memory_is_recognised(error, refused):
    assert caught(error)["refused_memory"] is refused


def test_numpys_own_refusal_is_recognised():
    told = from_candidate("import numpy\ndef f():\n    return numpy.zeros(1 << 50)\n")
    assert told["refused_memory"] is True


REFUSED = {
    "threads": ('raise RuntimeError("can\'t start new thread")', "processes"),
    "fork": ("import errno\n    def fork(): raise BlockingIOError(errno.EAGAIN, 'no')\n    fork()", "processes"),
    "an empty pipe": ("import errno\n    raise BlockingIOError(errno.EAGAIN, 'empty')", None),
    "open files": ("import errno\n    raise OSError(errno.EMFILE, 'Too many open files')", "open_files"),
    "a large file": ("import errno\n    raise OSError(errno.EFBIG, 'File too large')", "tmp_mb"),
    "a full tmp": ("import errno\n    raise OSError(errno.ENOSPC, 'No space left')", "tmp_mb"),
    "another error": ("raise OSError(2, 'No such file')", None),
    "another type": ('raise ValueError("can\'t start new thread")', None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_limit_refused_is_recognised(name):
    code, limit = REFUSED[name]
    assert from_candidate(f"def f():\n    {code}\n")["refused"] == limit
