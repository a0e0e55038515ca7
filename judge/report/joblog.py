"""Standard streams that carry no order to a CI system. Whoever can choose a line of a job's log can command its runner.

GitHub obeys a line that begins, after white space, with `::name ...::`, and `##[name]` anywhere in a line; Azure obeys
`##vso[...]`, TeamCity `##teamcity[...]`. Text of candidates (an exception's type, a file's name, what was printed) is
folded to the width of the reader, so any part of it can come to stand first in a line. That is why the guard stands
where lines are final, and not where texts are made.
"""

from __future__ import annotations

import io
import re
from typing import TextIO

_FIRST = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"#(?=#\w*\[)")


class JobLog(io.TextIOWrapper):
    """A text stream that puts a space into whatever a CI system would obey; all else passes as it is."""

    @classmethod
    def around(cls, stream: TextIO) -> TextIO:
        """The same stream, guarded; one that is no plain text stream (a test's, an embedder's) is left alone."""
        if not isinstance(stream, io.TextIOWrapper):
            return stream
        # A terminal that knows only ASCII gets question marks, not a traceback.
        return cls(stream.buffer, stream.encoding, "replace", line_buffering=stream.line_buffering)

    def write(self, text: str) -> int:
        """Writes the harmless form of the text; returns how many characters it was given."""
        super().write(harmless(text))
        return len(text)


def harmless(text: str) -> str:
    """The text with a space in each `::` that begins a line and in each `##` before `[`."""
    return _ANYWHERE.sub("# ", _FIRST.sub(r"\1: ", text))
