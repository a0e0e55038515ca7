"""Which known mistake a wrong program makes: one whose program gives the same wrong results on the same inputs.

A challenge ships known mistakes, each with a sentence (`judge.known`). After a wrong verdict they are run, in sandboxes
of their own, on the tests that the candidate failed. Whoever makes the same mistake gets the same wrong numbers, within
the budget that right ones would have had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from judge.compare import Samples, compare_trees
from judge.errors import JudgeError
from judge.known import known
from judge.model import Challenge, Mismatch, Verdict
from judge.record import Evidence

SECONDS = 3.0
_TESTS = 4  # failed tests that must agree
_FARTHEST = 4.0  # of a budget: two programs with one mistake err each in their own way besides
_ENOUGH, _BETTER = 0.5, 0.01

Run = Callable[[bytes, frozenset[str], float], Mapping[str, Evidence]]


def looks_like(challenge: Challenge, verdict: Verdict, found: Mapping[str, Evidence], run: Run) -> Iterator[str]:
    """The mistake of the known wrong program whose results agree most, if they agree in half of the tests.

    Args:
        found: what was wrong in the candidate's failed tests, by test.
        run: what is wrong with a program in these tests, as far as they ended within so many seconds.
    """
    until = time.monotonic() + SECONDS
    chosen = _one_of_each(found)
    best, told = _ENOUGH, ""
    for one in known(challenge, verdict) if chosen else ():
        left = until - time.monotonic()
        if left <= 0 or best > 1:
            break
        share = _agreement(chosen, run(one.source, frozenset(chosen), left))
        if share >= best:
            # Of equals the first stays, so what follows has to be better.
            best, told = share + _BETTER, one.says.strip().rstrip(".")
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
