"""Compares results within their budgets, and keeps what the comparisons of one hidden test found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from judge.compare import Samples, compare_trees
from judge.model import Preset, Verdict
from judge.record import Evidence, Fact, Record, TestFailed
from judge.replicas import Replicas
from judge.wire import Value


class Referee:
    """Judges the results of one test.

    Attributes:
        situation: of the call that is judged now, as in `judge.record.Fact`: training mode, one row.
        dtype: that the call's results are due in where the reference's truth is float64.
    """

    def __init__(self, preset: Preset, replicas: Replicas, record: Record) -> None:
        self.replicas = replicas
        self.dtype = "float32"
        self.situation: tuple[bool | None, bool | None] = None, None
        self._preset = preset
        self._record = record

    def samples(self, replies: list[Value], label: str, part: Callable[[Value], Value]) -> Samples:
        """What a part of the replicas' last answers has to be compared with; `label` names the part."""
        return self.replicas.samples(replies, label, self._preset, part, self.dtype)

    def judge(self, actual: Value, samples: Samples, verdict: Verdict, **options: Any) -> None:
        """Raises TestFailed with that verdict where the result is not right; options are those of `compare_trees`."""
        options["dtype"] = self.dtype
        comparison = compare_trees(actual, samples, preset=self._preset, **options)
        self._record.margins.extend(comparison.margins)
        found = comparison.mismatches
        self._record.facts.append(Fact(not found, *self.situation))
        if found:
            raise TestFailed(verdict, found[0].message, found, Evidence(actual, samples, options, found))
