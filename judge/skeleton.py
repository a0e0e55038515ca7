"""A new challenge: a commented skeleton that has the right form, and says in every file what is still to be written."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from judge import payload
from judge.errors import UsageError

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def write(challenge_id: str, pack: Path) -> list[Path]:
    """Writes the files of a new challenge below `pack`; returns their paths. Its entry point is named after the id.

    Raises:
        UsageError: the id is none, a file is there already, or one cannot be written.
    """
    if not _ID.fullmatch(challenge_id):
        raise UsageError(f"{challenge_id!r} is no id: write lower-case words and digits joined by single '-'")
    entry = challenge_id.replace("-", "_")
    if not entry.isidentifier():
        raise UsageError(f"{challenge_id!r}: begin it with a letter, so that a function can be called {entry}")
    root = payload.authoring_dir() / "skeleton"
    texts = {_target(file.relative_to(root), challenge_id, pack): file for file in sorted(root.rglob("*.*"))}
    if present := [path for path in texts if path.exists()]:
        raise UsageError(f"{present[0]}: is there already; remove it or choose another id")
    for path, file in texts.items():
        text = Template(file.read_text(encoding="utf-8")).substitute(id=challenge_id, entry=entry)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as fault:
            raise UsageError(f"{path}: cannot be written: {fault.strerror}") from None
    return list(texts)


def _target(name: Path, challenge_id: str, pack: Path) -> Path:
    if name.name == "reference.py":
        return pack / "reference" / f"{challenge_id}.py"
    return pack / "challenges" / challenge_id / name
