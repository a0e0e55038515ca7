"""The texts of a challenge: what a statement must say, what a stub must hold, which programs must be there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from judge.check.source import parsed
from judge.findings import Finding
from judge.model import Challenge, Verdict

# How many programs of each verdict a challenge ships at least (docs/author.md).
AT_LEAST = {Verdict.ACCEPTED: 2, Verdict.WRONG_ANSWER: 4}
_FOLDERS = {verdict.value for verdict in Verdict} - {"judge_error", "skipped"}
_FORBIDS = re.compile(r"forbid|not allowed|must not|^#+ *rules", re.IGNORECASE | re.MULTILINE)
TO_DO = "to do: "
_TODO = re.compile(r"\bTODO\b")


def lint(challenge: Challenge) -> Iterator[Finding]:
    """What is missing in the statement, the hidden tests and the submissions."""
    yield from _statement(challenge)
    yield from _to_do(challenge)
    yield from _hidden(challenge)
    yield from _submissions(challenge)


def _finding(subject: str, message: str) -> Finding:
    return Finding(kind="lint", subject=subject, message=message)


def _statement(challenge: Challenge) -> Iterator[Finding]:
    text = (challenge.folder / "statement.md").read_text(encoding="utf-8")
    if not text.startswith("# "):
        yield _finding("statement.md", "begin it with a title: # ...")
    if not re.search(r"^#+ .*\bexample", text, re.IGNORECASE | re.MULTILINE):
        yield _finding("statement.md", "add a heading 'Example' and one worked example with numbers")
    limits = {"limits.wall_s": challenge.limits.wall_s, "limits.memory_mb": challenge.limits.memory_mb}
    if challenge.runtime.at_most is not None:
        limits["runtime.at_most"] = challenge.runtime.at_most
    for name, value in limits.items():
        if not re.search(rf"(?<![\d.]){value:g}(?![\d.]*\d)", text):
            yield _finding("statement.md", f"say the limit {name}, which is {value:g}")
    if challenge.forbidden and not _FORBIDS.search(text):
        yield _finding("statement.md", f"say what is forbidden: {', '.join(challenge.forbidden[:5])}")


def _to_do(challenge: Challenge) -> Iterator[Finding]:
    """What `judge new` left to be written. A stub's own TODO is for the candidate."""
    files = [file for file in sorted(challenge.folder.rglob("*")) if file.suffix in (".md", ".py", ".toml")]
    for file in [*files, challenge.reference]:
        if file.name == "stub.py":
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if _TODO.search(line):
                where = file.relative_to(challenge.folder) if file != challenge.reference else f"reference/{file.name}"
                text = line.strip(" #\"'").partition("TODO")[2].strip(" :.")
                yield _finding(f"{where}:{number}", f"{TO_DO}{text or 'remove the line'}")


def _hidden(challenge: Challenge) -> Iterator[Finding]:
    timed = False
    for path in sorted((challenge.folder / "hidden").glob("*.py")):
        tree, fault = parsed(path)
        if tree is None:
            yield _finding(f"hidden/{path.name}", fault)
            continue
        for node in ast.walk(tree):
            roots = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            roots += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for root in roots:
                if root.partition(".")[0] in ("torch", "tensorflow", "jax"):
                    line = getattr(node, "lineno", 1)
                    yield _finding(f"hidden/{path.name}:{line}", f"a hidden test runs in the judge: import no {root}")
        timed |= "pytest.mark.timed" in path.read_text(encoding="utf-8")
    if not timed:
        yield _finding("hidden", "mark one test with @pytest.mark.timed: runtime is not measured otherwise")


def _submissions(challenge: Challenge) -> Iterator[Finding]:
    folder = challenge.folder / "submissions"
    found = {path.name: sorted(path.glob("*.py")) for path in sorted(folder.iterdir()) if path.is_dir()}
    for name in found.keys() - _FOLDERS:
        yield _finding(f"submissions/{name}", f"is named after no verdict; write one of {', '.join(sorted(_FOLDERS))}")
    for verdict, count in AT_LEAST.items():
        have = len(found.get(verdict, ()))
        if have < count:
            yield _finding(f"submissions/{verdict}", f"holds {have} of the {count} programs that are due at least")
    for verdict in (Verdict.WRONG_ANSWER, Verdict.WRONG_GRADIENT):
        for path in found.get(verdict, ()):
            yield from _mistake(path, f"submissions/{verdict}/{path.name}")


def _mistake(path: Path, shown: str) -> Iterator[Finding]:
    tree, fault = parsed(path)
    if tree is None:
        yield _finding(shown, fault)
    elif len((ast.get_docstring(tree) or "").splitlines()) != 1:
        yield _finding(shown, "begin it with a docstring of one line that names the mistake")
