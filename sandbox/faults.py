"""How an exception of candidate code is told to the judge: an allow-listed type name and text rendered here."""

from __future__ import annotations

import errno
import mmap
import os
import threading
import traceback
from typing import Any

# Only these names cross the boundary as such; every other type is an "Exception".
_NAMES = """
ArithmeticError AssertionError AttributeError BufferError EOFError Exception FileNotFoundError FloatingPointError
ImportError IndexError IndentationError KeyError LookupError MemoryError ModuleNotFoundError NameError
NotImplementedError OSError OverflowError PermissionError RecursionError ReferenceError RuntimeError StopIteration
SyntaxError SystemError TabError TimeoutError TypeError UnboundLocalError UnicodeError UnicodeDecodeError
ValueError ZeroDivisionError
"""
KNOWN = frozenset(_NAMES.split())
TEXT_LIMIT = 4000
_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_WRITABLE = ("/tmp", "/dev/shm")
_REFUSALS = (
    "can't allocate memory",
    "not enough memory",
    "Unable to allocate",
    "Cannot allocate memory",
    "CUDA out of memory",
)


def describe(error: BaseException) -> dict[str, Any]:
    """The error field of a reply: kind, type, text (at most TEXT_LIMIT characters), last line of candidate code."""
    return {
        "kind": "candidate",
        "type": next((cls.__name__ for cls in type(error).__mro__ if cls.__name__ in KNOWN), "Exception"),
        "text": _text(error),
        "summary": _summary(error),
        "line": _line(error),
        "refused_memory": _refused_memory(error),
        "refused": _refused(error),
    }


def _candidate_frames(error: BaseException) -> list[traceback.FrameSummary]:
    return [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_OURS)]


def _text(error: BaseException) -> str:
    try:
        frames = _unicode("".join(traceback.format_list(_candidate_frames(error)[-12:])))
        last = _unicode("".join(traceback.format_exception_only(error)))[: TEXT_LIMIT // 2]
    except Exception:
        return _unicode(f"{type(error).__name__} (its text could not be rendered)")[:TEXT_LIMIT]
    return frames[-(TEXT_LIMIT - len(last)) :] + last


def _unicode(text: str) -> str:
    """The text with lone surrogates escaped, which no frame and no report can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _summary(error: BaseException) -> str:
    """Type and first line of the message."""
    try:
        lines = traceback.format_exception_only(error)  # of a syntax error the place comes first, indented
        last = next(line for line in lines if not line.startswith(" "))
    except Exception:
        return _unicode(type(error).__name__)[:500]
    return _unicode(last[:500]).strip().partition("\n")[0][:500]


def _line(error: BaseException) -> int | None:
    """The line of the submitted file that raised, or that could not be parsed."""
    try:
        if isinstance(error, SyntaxError):
            return error.lineno
        frames = [frame for frame in _candidate_frames(error) if "/" not in frame.filename]
        return frames[-1].lineno if frames else None
    except Exception:
        return None


def _refused_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    try:
        if _is_refused_thread(error):
            return not _has_room_for_a_stack()
        return isinstance(error, RuntimeError | OSError) and any(sign in str(error)[:2000] for sign in _REFUSALS)
    except Exception:
        return False


def _refused(error: BaseException) -> str | None:
    """Which other limit refused what the program asked for, as `judge.model.Limits` names it; None where none did."""
    try:
        if _is_refused_thread(error):
            return "processes" if _has_room_for_a_stack() else None
        if not isinstance(error, OSError):
            return None
        if error.errno == errno.EAGAIN:  # of fork, not of a pipe that is empty
            last = traceback.extract_tb(error.__traceback__)[-1]
            return "processes" if "fork" in f"{last.name} {last.line}" else None
        if error.errno == errno.ENOSPC:
            return "tmp_mb" if all(os.statvfs(place).f_favail for place in _WRITABLE) else "tmp_inodes"
        return {errno.EMFILE: "open_files", errno.EFBIG: "tmp_mb"}.get(error.errno or 0)
    except Exception:
        return None


def _is_refused_thread(error: BaseException) -> bool:
    return isinstance(error, RuntimeError) and "can't start new thread" in str(error)[:200]


def _has_room_for_a_stack() -> bool:
    """Whether memory for one more thread is to be had: a thread is refused for that, or for the number of threads."""
    try:
        mmap.mmap(-1, threading.stack_size() or 8 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except (OSError, MemoryError):
        return False
    return True
