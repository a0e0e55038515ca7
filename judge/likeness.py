"""Which known mistake a wrong program makes: one whose program gives the same wrong results on the same inputs.

A challenge ships wrong programs, each with its mistake as docstring. After a wrong verdict they are run, in sandboxes
of their own, on the tests that the candidate failed. Whoever makes the same mistake gets the same wrong numbers, within
the budget that right ones would have had.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from judge.compare import Samples, compare_trees
from judge.errors import JudgeError
from judge.model import Challenge, Mismatch, Verdict
from judge.record import Evidence

SECONDS = 3.0
_TESTS = 4  # failed tests that must agree
_FARTHEST = 4.0  # of a budget: two programs with one mistake err each in their own way besides
_ENOUGH, _BETTER = 0.5, 0.01
_DOCSTRING = re.compile(r'^(?:#[^\n]*\n|\s*\n)*"""([^\n"]{3,200})"""')

Run = Callable[[Path, frozenset[str]], Mapping[str, Evidence]]


def looks_like(challenge: Challenge, verdict: Verdict, found: Mapping[str, Evidence], run: Run) -> Iterator[str]:
    """The mistake of the known wrong program whose results agree most, if they agree in half of the tests.

    Args:
        found: what was wrong in the candidate's failed tests, by test.
        run: what is wrong with the program in that file in these tests.
    """
    begun = time.monotonic()
    chosen = _one_of_each(found)
    files = (challenge.folder / "submissions").glob("wrong_*/*.py")
    best, told = _ENOUGH, ""
    for file in sorted(files, key=lambda file: (file.parent.name != verdict, file)) if chosen else ():
        if time.monotonic() - begun > SECONDS:
            break
        mistake = _DOCSTRING.match(file.read_text(encoding="utf-8", errors="replace"))
        share = _agreement(chosen, run(file, frozenset(chosen))) if mistake is not None else 0.0
        if mistake is not None and share >= best:
            # Of equals the first stays, so what follows has to be better.
            best, told = share + _BETTER, mistake[1].strip().rstrip(".")
        if best > 1:
            break
    if told:
        yield f"looks like: {told}"


def _one_of_each(found: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """One failed test of each function, at most `_TESTS`."""
    chosen: dict[str, tuple[str, Evidence]] = {}
    for name, evidence in found.items():
        chosen.setdefault(name.partition("[")[0], (name, evidence))
    return dict(list(chosen.values())[:_TESTS])


def _agreement(found: Mapping[str, Evidence], others: Mapping[str, Evidence]) -> float:
    """The share of these tests that the other program fails in the same way."""
    return sum(name in others and _alike(one, others[name]) for name, one in found.items()) / len(found)


def _alike(one: Evidence, other: Evidence) -> bool:
    if [_kind(fault) for fault in one.mismatches] != [_kind(fault) for fault in other.mismatches]:
        return False
    if any(fault.kind not in ("value", "non_finite") for fault in one.mismatches):
        return True  # the same wrong form
    if one.samples.budgets is None:
        return False
    samples = Samples(other.actual, budgets=one.samples.budgets)
    try:
        comparison = compare_trees(one.actual, samples, preset="normal", **one.options)
    except (JudgeError, ValueError):  # the other's result is of a form that budgets do not fit
        return False
    return all((fault.budget_used or float("inf")) <= _FARTHEST for fault in comparison.mismatches)


def _kind(fault: Mismatch) -> tuple[str, str, str]:
    """Two wrong forms are alike if the same is said of them; two wrong values need not be equally far off."""
    return fault.tensor, fault.kind, "" if fault.kind in ("value", "non_finite") else fault.message
