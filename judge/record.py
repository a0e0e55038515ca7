"""What a hidden test finds: the comparisons on the way, and the failure that ends it."""

from __future__ import annotations

from dataclasses import dataclass, field

from judge.model import Margin, Mismatch, Verdict


class TestFailed(Exception):
    """A hidden test found that the candidate's program is wrong."""

    __test__ = False

    def __init__(self, verdict: Verdict, message: str, mismatches: tuple[Mismatch, ...] = ()) -> None:
        super().__init__(message)
        self.verdict = verdict
        self.message = message
        self.mismatches = mismatches


@dataclass
class Record:
    """What a test's comparisons found on the way, accepted ones included."""

    margins: list[Margin] = field(default_factory=list)

    def budget_used(self) -> float | None:
        """The largest share of a budget; None where nothing was measured."""
        return max((margin.budget_used for margin in self.margins), default=None)
