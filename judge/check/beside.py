"""Code of `judge check` that runs in the sandbox after a program's own file, with names of its own."""

from __future__ import annotations

from judge import payload


def beside(source: bytes, name: str, **constants: str) -> bytes:
    """The program with the file `name` of authoring/ run after it; `constants` are what that file finds set."""
    added = (payload.authoring_dir() / name).read_text(encoding="utf-8")
    line = f"exec(compile({added!r}, {name!r}, 'exec'), {{'__name__': 'judge_check', **{constants!r}}})"
    return source + b"\n\n" + line.encode() + b"\n"
