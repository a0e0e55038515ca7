"""The known mistakes of a challenge: its wrong programs, and mutants of its reference that `mistakes.toml` names.

[[mistake]]
line = "scores = q @ k / math.sqrt(d)"      # of the reference, without the spaces around it; it stands there once
becomes = "scores = q @ k / d"
says = "The scores are divided by d, not by its square root."       # what a candidate is told
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from judge.errors import JudgeError
from judge.model import Challenge, Frozen

FILE = "mistakes.toml"
_DOCSTRING = re.compile(r'^(?:#[^\n]*\n|\s*\n)*"""([^\n"]{3,200})"""')


class Known(Frozen):
    """A wrong program and what it does wrong, in one sentence."""

    says: str
    source: bytes


class Mistake(Frozen):
    """One entry of the file."""

    line: str = Field(min_length=1)
    becomes: str
    says: str = Field(pattern=r'^[^\n"]{3,200}$')


class _File(Frozen):
    mistake: tuple[Mistake, ...] = ()


def known(challenge: Challenge, first: str) -> Iterator[Known]:
    """All of them, the programs of the verdict `first` before the others, mutants last.

    Raises:
        JudgeError: `mistakes.toml` is no such file.
    """
    programs = (challenge.folder / "submissions").glob("wrong_*/*.py")
    for file in sorted(programs, key=lambda file: (file.parent.name != first, file)):
        source = file.read_bytes()
        if (docstring := _DOCSTRING.match(source.decode("utf-8", "replace"))) is not None:
            yield Known(says=docstring[1], source=source)
    yield from mutants(challenge)


def mutants(challenge: Challenge) -> Iterator[Known]:
    """The mutants that `mistakes.toml` names; raises JudgeError where it is no such file."""
    path = challenge.folder / FILE
    if path.exists():
        text = challenge.reference.read_text(encoding="utf-8")
        for mistake in _read(path):
            yield Known(says=mistake.says, source=_mutated(text, mistake).encode())


def _read(path: Path) -> tuple[Mistake, ...]:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).mistake
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise JudgeError(f"{FILE} is no valid TOML: {fault}") from None
    except ValidationError as fault:
        error = fault.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        raise JudgeError(f"{FILE}: {where}: {error['msg']}; give line, becomes and says, one sentence") from None


def _mutated(reference: str, mistake: Mistake) -> str:
    lines = reference.splitlines(keepends=True)
    found = [index for index, line in enumerate(lines) if line.strip() == mistake.line.strip()]
    if len(found) != 1:
        raise JudgeError(f"{FILE}: the reference holds the line {mistake.line!r} {len(found)} times; it must be once")
    lines[found[0]] = lines[found[0]].replace(mistake.line.strip(), mistake.becomes.strip())
    return "".join(lines)
