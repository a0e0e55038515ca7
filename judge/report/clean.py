"""Text that candidate code may have chosen, made harmless for terminals, XML and JSON."""

from __future__ import annotations

import re
import unicodedata

# CSI and OSC sequences with their arguments; what else begins with ESC loses the ESC below.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x9b[0-?]*[ -/]*[@-~]")
# Control, invisible format (bidirectional overrides among them) and surrogates.
_HARMFUL = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    """The text without terminal escapes, control and invisible characters; newlines and tabs stay."""
    text = _ESCAPES.sub("", text)
    return "".join(char for char in text if char in "\n\t" or _harmless(char))


def one_line(text: str, limit: int = 500) -> str:
    """The same on one line of at most `limit` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _harmless(char: str) -> bool:
    # U+FFFE and U+FFFF, and their like on every plane, are no characters; XML refuses them.
    return unicodedata.category(char) not in _HARMFUL and ord(char) & 0xFFFE != 0xFFFE
