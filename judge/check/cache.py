"""Results of checks that found nothing, kept by content: a challenge that has not changed is not checked again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from pydantic import ValidationError

import judge
from judge import payload
from judge.findings import Checked


class Cache:
    """A folder of results. What cannot be read or written counts as absent: a cache is never a reason to fail."""

    def __init__(self, folder: Path, *wanted: object) -> None:
        self._folder = folder
        self._wanted = hashlib.sha256(repr((*wanted, _judge())).encode()).hexdigest()

    def get(self, version: str) -> Checked | None:
        """What was found about the challenge of that content hash, by this judge, with the same options."""
        with contextlib.suppress(OSError, ValidationError):
            return Checked.model_validate_json(self._file(version).read_bytes())
        return None

    def keep(self, checked: Checked) -> None:
        """Keeps a result without findings. One with findings may be the machine's fault, and is to be seen again."""
        if checked.findings or not checked.version:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / f".{os.getpid()}.partial"
            partial.write_text(checked.model_dump_json(), encoding="utf-8")
            partial.replace(self._file(checked.version))

    def _file(self, version: str) -> Path:
        return self._folder / f"{hashlib.sha256(f'{version} {self._wanted}'.encode()).hexdigest()}.json"


def folder() -> Path:
    """The user's cache folder for this, by the XDG convention."""
    given = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return given / "judge" / "check"


def _judge() -> str:
    """A hash of the judge's own code, so that a changed judge checks everything anew."""
    digest = hashlib.sha256()
    for root in (Path(judge.__file__).parent, payload.sandbox_dir(), payload.authoring_dir()):
        for file in sorted(root.rglob("*.py")):
            digest.update(f"{file.relative_to(root)} {file.stat().st_size}\n".encode() + file.read_bytes())
    return digest.hexdigest()
