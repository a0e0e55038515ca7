"""`equivalent.toml` of a challenge: mutants that no test can kill, because they do nothing else, each with a reason.

[[equivalent]]
program = "reference"                   # or the path of a submission
line = "self.b = np.zeros(size)"        # as it stands in the program, without the spaces around it
becomes = "self.b = np.ones(size)"      # as the mutant has it; without it, whatever becomes of the line
reason = "the judge replaces initial values"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from judge.check.mutants import Mutant
from judge.findings import Finding
from judge.model import Frozen

FILE = "equivalent.toml"


class Declared(Frozen):
    """One entry; the module's docstring says what the fields mean."""

    program: str
    line: str
    becomes: str | None = None
    reason: str = Field(min_length=10)

    def covers(self, mutant: Mutant) -> bool:
        """Whether the entry speaks of this mutant."""
        same = (self.program, self.line.strip()) == (mutant.program, mutant.line)
        return same and self.becomes in (None, mutant.becomes)


class _File(Frozen):
    equivalent: tuple[Declared, ...] = ()


def declared(folder: Path) -> tuple[tuple[Declared, ...], list[Finding]]:
    """The entries of a challenge folder, and what is wrong with the file."""
    path = folder / FILE
    if not path.exists():
        return (), []
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).equivalent, []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        text = f"is no valid TOML: {fault}"
    except ValidationError as fault:
        error = fault.errors()[0]
        text = f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}; give program, line, becomes and reason"
    return (), [Finding(kind="equivalent", subject=FILE, message=text)]


def stale(entries: Sequence[Declared], survivors: Iterable[Mutant]) -> Iterator[Finding]:
    """Entries that excuse no survivor: the mutant is killed by now, or the line has changed."""
    left = list(survivors)
    for entry in entries:
        if not any(entry.covers(mutant) for mutant in left):
            text = "no mutant of this line survives; remove the entry"
            yield Finding(kind="equivalent", subject=f"{entry.program}: {entry.line}", message=text)
