"""What a hidden test finds: the comparisons on the way, and the failure that ends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from judge.compare import Samples
from judge.model import Margin, Mismatch, SweepPoint, Verdict
from judge.wire import Value


@dataclass(frozen=True)
class Evidence:
    """What was wrong: the candidate's result, what it was compared with, and the options of `compare_trees`."""

    actual: Value
    samples: Samples
    options: dict[str, Any]
    mismatches: tuple[Mismatch, ...]


class TestFailed(Exception):
    """A hidden test found that the candidate's program is wrong."""

    __test__ = False

    def __init__(
        self,
        verdict: Verdict,
        message: str,
        mismatches: tuple[Mismatch, ...] = (),
        evidence: Evidence | None = None,
    ) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message
        self.mismatches = mismatches
        self.evidence = evidence


@dataclass(frozen=True)
class Fact:
    """One comparison: was it right, and in which situation.

    Attributes:
        training: whether the object was in training mode; None where that was never set.
        single: whether the first argument has one row; None where it has no rows.
    """

    right: bool
    training: bool | None
    single: bool | None


@dataclass
class Record:
    """What a test's comparisons found on the way, accepted ones included."""

    margins: list[Margin] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    sweep: list[SweepPoint] = field(default_factory=list)

    def budget_used(self) -> float | None:
        """The largest share of a budget; None where nothing was measured."""
        return max((margin.budget_used for margin in self.margins), default=None)


def contrasts(facts: Sequence[Fact]) -> Iterator[str]:
    """What all wrong comparisons have in common that no right one has."""
    situations = (
        ("training", "right in evaluation mode, wrong in training mode", "right in training mode, wrong in evaluation"),
        ("single", "right with several rows, wrong with a batch of one", "right with a batch of one, wrong with more"),
    )
    for name, where_true, where_false in situations:
        wrong = {getattr(fact, name) for fact in facts if not fact.right} - {None}
        right = {getattr(fact, name) for fact in facts if fact.right} - {None}
        if len(wrong) == len(right) == 1 and wrong != right:
            yield where_true if wrong == {True} else where_false


def first_is_single(shapes: Sequence[tuple[int, ...]]) -> bool | None:
    """Whether the first argument that has rows has one; None where none has rows."""
    return next((shape[0] == 1 for shape in shapes if len(shape) > 1), None)
