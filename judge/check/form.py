"""challenge.toml: every fault with its line and what to write instead."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import jsonschema

from judge import schemas
from judge.catalog import Catalog
from judge.challenge_file import FILE
from judge.errors import UsageError
from judge.findings import Finding
from judge.model import Challenge

_TABLE = re.compile(r"^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


def read(catalog: Catalog, challenge_id: str) -> tuple[Challenge | None, list[Finding]]:
    """The challenge, or None and why it cannot be read."""
    file = catalog.challenges / challenge_id / FILE
    try:
        challenge = catalog.load(challenge_id)
    except UsageError as fault:
        return None, [_finding(file, line) for line in str(fault).splitlines()]
    return challenge, list(_against_schema(file))


def line_of(text: str, field: str) -> int | None:
    """The line, from 1 on, where a dotted field such as `limits.wall_s` is written; that of its table, else None."""
    table, found = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if opened := _TABLE.match(line):
            table = f"{opened[1]}."
            found = number if field.startswith(table) and found is None else found
        elif (written := _KEY.match(line)) and field in (table + written[1], f"{table}{written[1]}.0"):
            return number
    return found


def _finding(file: Path, told: str) -> Finding:
    """A line of UsageError, such as `.../challenge.toml: limits.wall_s: write a number`, as a finding."""
    if not told.startswith(f"{file}: "):
        return Finding(kind="schema", subject=file.parent.name, message=told)
    rest = told.removeprefix(f"{file}: ")
    line = line_of(_text(file), rest.partition(":")[0])
    return Finding(kind="schema", subject=f"{FILE}:{line}" if line else FILE, message=rest)


def _against_schema(file: Path) -> list[Finding]:
    """What the published JSON Schema says of a file that we read: an editor shows the same to its author."""
    text = _text(file)
    validator = jsonschema.Draft202012Validator(schemas.load("challenge"))
    found = []
    for error in validator.iter_errors(tomllib.loads(text)):
        field = ".".join(str(part) for part in error.absolute_path)
        found.append(Finding(kind="schema", subject=f"{FILE}:{line_of(text, field) or 1}", message=error.message))
    return found


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
