"""How an exception of candidate code is told to the judge: an allow-listed type name and text rendered here."""

from __future__ import annotations

import os
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
        return isinstance(error, RuntimeError | OSError) and any(sign in str(error)[:2000] for sign in _REFUSALS)
    except Exception:
        return False
