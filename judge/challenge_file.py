"""`challenge.toml` -> Challenge; every message says the file, the field and what to write instead."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from judge.errors import UsageError
from judge.model import Challenge
from judge.submission import READ_CAP_KB

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE = "challenge.toml"
# What the loader knows by itself; a challenge.toml that holds one of these is mistaken.
_OURS = ("folder", "reference", "version")
_HEADER = re.compile(rb"^#[ \t]*challenge:[ \t]*([A-Za-z0-9_-]{1,100})[ \t]*\r?$", re.MULTILINE)
_HEADER_BYTES = 4096
_HEADER_LINES = 10

_INSTEAD = {
    "missing": "is missing; write {name} = ...",
    "string_pattern_mismatch": "write lower-case words and digits joined by single '-'",
    "greater_than": "write a number greater than {gt:g}",
    "too_short": "write at least one entry",
    "literal_error": "write {expected}",
    "string_type": 'write a string, such as "..."',
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "bool_type": "write true or false",
    "tuple_type": "write a list, such as [...]",
    "model_type": "write a table, such as [{name}]",
}


def header_id(source: bytes) -> str | None:
    """The id in a line `# challenge: <id>` among the first lines; bytes are searched, nothing is parsed as Python."""
    head = b"\n".join(source.removeprefix(b"\xef\xbb\xbf")[:_HEADER_BYTES].split(b"\n")[:_HEADER_LINES])
    found = _HEADER.search(head)
    return found.group(1).decode("ascii") if found else None


def read_challenge(folder: Path, reference: Path, version: str) -> Challenge:
    """The challenge in `folder`, whose reference is the file `reference`.

    Raises:
        UsageError: all that is wrong with challenge.toml or missing beside it, one line for each.
    """
    file = folder / FILE
    challenge = _validate(file, _parse(file) | dict(zip(_OURS, (str(folder), str(reference), version), strict=True)))
    faults = [f"{file}: {fault}" for fault in _field_faults(challenge)] + list(_folder_faults(challenge))
    if faults:
        raise UsageError("\n".join(faults))
    return challenge


def _parse(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            data = tomllib.load(stream)
    except OSError as fault:
        raise UsageError(f"{file}: cannot be read: {fault.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{file}: is no valid TOML: {fault}") from None
    if unknown := [name for name in _OURS if name in data]:
        raise UsageError(f"{file}: {unknown[0]}: is no field of this file; remove it")
    return data


def _validate(file: Path, data: dict[str, Any]) -> Challenge:
    try:
        # By way of JSON, because strict means there what an author expects: "10" is no number, a list is a tuple.
        return Challenge.model_validate_json(json.dumps(data, allow_nan=False), strict=True)
    except ValidationError as fault:
        raise UsageError("\n".join(f"{file}: {_say(error)}" for error in fault.errors())) from None
    except (ValueError, TypeError):
        raise UsageError(f"{file}: inf, nan and dates have no place here; write a number or a string") from None


def _say(error: ErrorDetails) -> str:
    """One of pydantic's errors as `field: what to write instead`."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{where}: is no field; {_suggest(error['loc'])}"
    known = {"name": str(error["loc"][-1]) if error["loc"] else FILE, **error.get("ctx", {})}
    instead = _INSTEAD.get(error["type"])
    return f"{where}: {instead.format(**known) if instead else error['msg']}"


def _suggest(where: tuple[int | str, ...]) -> str:
    """The field that was probably meant, else all fields of that table."""
    table: type[BaseModel] = Challenge
    for part in where[:-1]:
        kind = table.model_fields[str(part)].annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            table = kind
    fields = [name for name in table.model_fields if name not in _OURS]
    close = difflib.get_close_matches(str(where[-1]), fields, n=1)
    return f"did you mean {close[0]}?" if close else f"remove it, or write one of {', '.join(fields)}"


def _field_faults(challenge: Challenge) -> Iterator[str]:
    if challenge.id != challenge.folder.name:
        yield f'id: is not the folder\'s name; write id = "{challenge.folder.name}"'
    for name in challenge.entry_points:
        if not name.isidentifier():
            yield f"entry_points: {name!r} is no Python name; write the name of a function or class"
    if challenge.limits.source_kb > READ_CAP_KB:
        yield f"limits.source_kb: write at most {READ_CAP_KB}"
    if challenge.limits.total_wall_s < challenge.limits.wall_s:
        yield f"limits.total_wall_s: write at least limits.wall_s, which is {challenge.limits.wall_s:g}"
    second = PurePosixPath(challenge.tolerance.second)
    if second.parts[:2] != ("submissions", "accepted") or ".." in second.parts:
        yield 'tolerance.second: write the path of an accepted program, such as "submissions/accepted/plain.py"'
    elif not (challenge.folder / second).is_file():
        yield f"tolerance.second: there is no file {second}; write the path of an accepted program"


def _folder_faults(challenge: Challenge) -> Iterator[str]:
    folder = challenge.folder
    for name in ("statement.md", "stub.py"):
        if not (folder / name).is_file():
            yield f"{folder / name}: is missing; write it"
    stub = folder / "stub.py"
    if stub.is_file() and header_id(stub.read_bytes()) != challenge.id:
        yield f"{stub}: begin it with the line '# challenge: {challenge.id}'"
    if not any((folder / "hidden").glob("test_*.py")):
        yield f"{folder / 'hidden'}: holds no test_*.py; write at least one hidden test"
    if not challenge.reference.is_file():
        yield f"{challenge.reference}: is missing; write the reference there"
