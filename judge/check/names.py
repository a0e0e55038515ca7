"""Names that several files must agree on: entry points, their arguments, probes, and what tests depend on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from judge.check.source import defined, functions, parsed, signatures
from judge.findings import Finding
from judge.model import Challenge

# Methods of a fixture whose first argument is an entry point, and whose is a function of probe.py.
_ENTRIES, _PROBES = frozenset({"new", "raises"}), frozenset({"probe"})
_FIXTURES = frozenset({"compare", "candidate", "timed", "sweep"})


def names(challenge: Challenge) -> Iterator[Finding]:
    """What statement, stub, reference, probe and hidden tests call differently."""
    yield from _entry_points(challenge)
    yield from _signatures(challenge)
    used: set[str] = set()
    for path in sorted((challenge.folder / "hidden").glob("test_*.py")):
        yield from _in_tests(challenge, path, used)
    yield from _probe_file(challenge, used)


def _finding(subject: str, message: str) -> Finding:
    return Finding(kind="names", subject=subject, message=message)


def _entry_points(challenge: Challenge) -> Iterator[Finding]:
    statement = (challenge.folder / "statement.md").read_text(encoding="utf-8")
    for entry in challenge.entry_points:
        if not re.search(rf"\b{entry}\b", statement):
            yield _finding("statement.md", f"does not mention the entry point {entry}")
    for path, shown in ((challenge.folder / "stub.py", "stub.py"), (challenge.reference, "reference")):
        tree, fault = parsed(path)
        if tree is None:
            yield _finding(shown, fault)
            continue
        for entry in challenge.entry_points:
            if entry not in defined(tree):
                yield _finding(shown, f"does not define the entry point {entry}")


def _signatures(challenge: Challenge) -> Iterator[Finding]:
    stub, reference = parsed(challenge.folder / "stub.py")[0], parsed(challenge.reference)[0]
    if stub is None or reference is None:
        return
    ours, theirs = defined(reference), defined(stub)
    for entry in challenge.entry_points:
        if entry in ours and entry in theirs:
            due, found = signatures(ours[entry]), signatures(theirs[entry])
            for name, arguments in due.items():
                if name in found and found[name] != arguments:
                    text = f"{name} has the arguments {found[name]} here and {arguments} in the reference"
                    yield _finding("stub.py", f"{text}; use the same names in the same order")


def _in_tests(challenge: Challenge, path: Path, used: set[str]) -> Iterator[Finding]:
    tree, _ = parsed(path)
    probes = _probes(challenge)
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.Call):
            continue
        kind, name = _called(node)
        where = f"hidden/{path.name}:{node.lineno}"
        if kind == "entry" and name not in challenge.entry_points:
            yield _finding(where, f"{name!r} is none of the entry_points: {', '.join(challenge.entry_points)}")
        if kind == "probe":
            used.add(name)
            if name not in probes:
                yield _finding(where, f"probe.py has no function {name}")


def _called(call: ast.Call) -> tuple[str, str]:
    """What a call of a fixture names: ("entry", name), ("probe", name), or nothing of that kind."""
    first = call.args[0] if call.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return "", ""
    match call.func:
        case ast.Name(id=fixture) if fixture in _FIXTURES:
            return "entry", first.value
        case ast.Attribute(value=ast.Name(id=fixture), attr=method) if fixture in _FIXTURES and method in _ENTRIES:
            return "entry", first.value
        case ast.Attribute(value=ast.Name(id=fixture), attr=method) if fixture in _FIXTURES and method in _PROBES:
            return "probe", first.value
    return "", ""


def _probes(challenge: Challenge) -> set[str]:
    path = challenge.folder / "probe.py"
    tree = parsed(path)[0] if path.exists() else None
    return {node.name for node in functions(tree)} if tree is not None else set()


def _probe_file(challenge: Challenge, used: set[str]) -> Iterator[Finding]:
    """A helper that another function of probe.py calls is no probe."""
    path = challenge.folder / "probe.py"
    tree, fault = parsed(path) if path.exists() else (None, "")
    if fault:
        yield _finding("probe.py", fault)
    if tree is None:
        return
    for node in functions(tree):
        if node.name in used and [argument.arg for argument in node.args.args][:1] != ["submission"]:
            yield _finding(f"probe.py:{node.lineno}", f"{node.name} gets the loaded file first: name it submission")
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in sorted(_probes(challenge) - used - called):
        if not name.startswith("_"):
            yield _finding("probe.py", f"no hidden test uses {name}; remove it, or write the test")
