"""The challenges at hand: list them, load one, find the one that a submission answers."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from judge import payload
from judge.challenge_file import FILE, header_id, read_challenge
from judge.errors import UsageError
from judge.model import Challenge, Submission


@dataclass(frozen=True)
class Catalog:
    """Challenges and their references.

    Attributes:
        challenges: a folder of challenge folders, each named by its id.
        reference: the folder of the references, `<id>.py` each.
    """

    challenges: Path
    reference: Path

    def ids(self) -> tuple[str, ...]:
        """The id of every challenge, sorted; nothing is read but names."""
        return tuple(sorted(file.parent.name for file in self.challenges.glob(f"*/{FILE}")))

    def load(self, name: str) -> Challenge:
        """The challenge with that id, in any case and with `_` for `-`; raises UsageError."""
        return self._read(self.resolve(name))

    def load_all(self) -> tuple[Challenge, ...]:
        """Every challenge, sorted by id; raises UsageError for the first one that is wrong."""
        return tuple(self._read(name) for name in self.ids())

    def find(self, submission: Submission) -> Challenge:
        """The challenge that the file is named after, else the one its header `# challenge: <id>` names.

        Raises:
            UsageError: neither names a challenge; says which one was probably meant.
        """
        stem = _plain(submission.name.removesuffix(".py"))
        if stem in self.ids():
            return self._read(stem)
        named = header_id(submission.source)
        if named is not None:
            return self.load(named)
        raise UsageError(
            f"{submission.name}: no challenge is called {stem!r}{self._meant(stem)}; "
            "name the file after its challenge, or give --challenge ID (`judge list` shows them)"
        )

    def _read(self, challenge_id: str) -> Challenge:
        folder = self.challenges / challenge_id
        reference = self.reference / f"{challenge_id}.py"
        return read_challenge(folder, reference, content_version(folder, reference))

    def resolve(self, name: str) -> str:
        """The id that is meant, in any case and with `_` for `-`; raises UsageError where there is none."""
        plain = _plain(name)
        if plain in self.ids():
            return plain
        raise UsageError(f"no challenge is called {name!r}{self._meant(plain)}; `judge list` shows them all")

    def _meant(self, plain: str) -> str:
        close = difflib.get_close_matches(plain, self.ids(), n=1)
        return f": did you mean {close[0]}?" if close else ""


def open_catalog(pack: Path | None = None) -> Catalog:
    """The shipped challenges, or instead those of the operator's folder `pack` with challenges/ and reference/.

    Raises:
        UsageError: `pack` is not such a folder.
    """
    if pack is None:
        return Catalog(payload.challenges_dir(), payload.reference_dir())
    for name in ("challenges", "reference"):
        if not (pack / name).is_dir():
            raise UsageError(f"{pack}: has no folder {name}/; a pack holds challenges/ and reference/")
    return Catalog(pack / "challenges", pack / "reference")


def content_version(folder: Path, reference: Path) -> str:
    """SHA-256, hexadecimal, over names and bytes of all files of the challenge and over its reference.

    The same in a checkout and in a wheel: caches and hidden files do not count, nor does where the folder lies.
    """
    digest = hashlib.sha256()
    files = [(file.relative_to(folder).as_posix(), file) for file in _files(folder)]
    if reference.is_file():
        files.append(("../reference.py", reference))
    for name, file in sorted(files):
        content = file.read_bytes()
        # Lengths keep a name from running into the bytes that follow it.
        digest.update(f"{len(name.encode())} {len(content)} {name}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield file


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")
