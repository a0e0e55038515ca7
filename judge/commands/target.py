"""Where a command writes data: a file that is named by a flag, or stdout for `-`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from judge.errors import JudgeError, UsageError
from judge.report import stdout

STDOUT = "-"


def check(flag: str, target: str | None) -> None:
    """Raises UsageError where no file can be written there: better said before a minute of work than after it."""
    if target not in (None, STDOUT) and (Path(str(target)).is_dir() or not Path(str(target)).parent.is_dir()):
        raise UsageError(f"{flag} {target}: write the path of a file in a folder that exists")


def write(target: str, content: str) -> None:
    """Writes all of it; raises JudgeError where that is not possible."""
    if target == STDOUT:
        stdout.write(content)
        return
    path = Path(target)
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as fault:
        with suppress(OSError):
            if path.is_file():  # half a report, or an old one, must not be taken for this one
                path.unlink()
        advice = f"see df -h {path.parent}, or name another path"
        raise JudgeError(f"{target}: cannot be written: {fault.strerror}; {advice}") from None
