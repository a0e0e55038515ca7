"""Runtime by the judge's own clock: candidate and reference in turn, fresh inputs in every call, outputs compared.

One round is reference, candidate, candidate, reference (ABBA), so that a drift of the machine cancels; each half gets
inputs that neither program has seen. The candidate is frozen except during its own calls, so that it can neither
compute off the clock nor slow the reference. The interval runs from the first byte sent to the last byte received; what
the exchange itself costs is measured with calls that do nothing and subtracted from both sides.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

from judge.compare import Samples, compare_trees, relative_budget
from judge.comparer import Comparer, Pair, lives
from judge.model import Challenge, RuntimeFigure, Verdict
from judge.record import TestFailed
from judge.replicas import for_replica, to_wire
from judge.session import Candidate
from judge.truth import Reference
from judge.wire import Value

WARM_UP = 3
MIN_ROUNDS, MAX_ROUNDS = 8, 40
MEASURE_S, UNDECIDED_S = 3.0, 7.0
NARROW = 0.03
_OWN_SHARE = 0.05  # of an exchange is the call's own at least, however large the overhead was measured
_CONFIDENCE = 0.95


@dataclass
class Rounds:
    """Seconds of one call, round by round: two of the reference, two of the candidate."""

    reference: list[tuple[float, float]] = field(default_factory=list)
    candidate: list[tuple[float, float]] = field(default_factory=list)

    def ratios(self) -> list[float]:
        """Candidate over reference, one number a round."""
        return [sum(c) / sum(r) for r, c in zip(self.reference, self.candidate, strict=True)]

    def noise(self) -> float:
        """Half width of the interval of the reference over itself."""
        low, high = interval([second / first for first, second in self.reference])
        return (high - low) / 2


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Distribution-free 95 % interval of the median by order statistics; the whole range for fewer than 6 values."""
    ordered, count = sorted(values), len(values)
    below = 0.0
    for rank in range(count // 2):
        below += math.comb(count, rank) / 2**count
        if 2 * below > 1 - _CONFIDENCE:
            return ordered[max(rank - 1, 0)], ordered[count - max(rank, 1)]
    return ordered[0], ordered[-1]


def figure(rounds: Rounds, at_most: float | None) -> RuntimeFigure:
    """The measurement in numbers; `too_slow` only where the whole interval lies above `at_most`."""
    ratios = rounds.ratios()
    low, high = interval(ratios)
    return RuntimeFigure(
        ratio=median(ratios),
        low=low,
        high=high,
        noise=rounds.noise(),
        candidate_ms=1e3 * median(one for pair in rounds.candidate for one in pair),
        reference_ms=1e3 * median(one for pair in rounds.reference for one in pair),
        pairs=len(ratios),
        at_most=at_most,
        finding=_finding(low, high, at_most),
    )


def _finding(
    low: float, high: float, at_most: float | None
) -> Literal["within", "too_slow", "cannot_tell", "reported"]:
    if at_most is None:
        return "reported"
    if low > at_most:
        return "too_slow"
    return "within" if high <= at_most else "cannot_tell"


class Timed:
    """The fixture `timed`: construct objects with `new`, then call it with a maker of fresh arguments."""

    def __init__(
        self,
        comparer: Comparer,
        candidate: Candidate,
        reference: Reference,
        challenge: Challenge,
        figures: list[RuntimeFigure],
    ) -> None:
        self._comparer = comparer
        self._candidate = candidate
        self._reference = reference
        self._challenge = challenge
        self._figures = figures

    def new(self, entry: str, *args: Any, **options: Any) -> Pair:
        """As `Comparer.new`."""
        return self._comparer.new(entry, *args, **options)

    def __call__(self, target: Pair | str, make: Callable[[], Any], **kwargs: Any) -> None:
        """Measures calls of a function or object with `make()` as positional arguments; raises TestFailed."""
        self._judge({"handle": target.live} if isinstance(target, Pair) else {"function": target}, make, kwargs)

    def probe(self, name: str, make: Callable[[], Any], **kwargs: Any) -> None:
        """Measures calls of a function of the challenge's probe.py; raises TestFailed."""
        self._judge({"probe": name}, make, kwargs)

    def _judge(self, aim: dict[str, Any], make: Callable[[], Any], kwargs: dict[str, Any]) -> None:
        relative, first = self._calibrate(aim, make, kwargs)
        try:
            rounds, done = self._measure(aim, make, kwargs, first)
        finally:
            self._candidate.freeze(False)
        self._compare_all(aim, kwargs, relative, done)
        measured = figure(rounds, self._challenge.runtime.at_most)
        self._figures.append(measured)
        if measured.finding == "too_slow":
            text = (
                f"at least {measured.low:.1f} times as long as the reference; at most {measured.at_most:g} is allowed"
            )
            raise TestFailed(Verdict.TOO_SLOW, text)

    def _calibrate(
        self, aim: dict[str, Any], make: Callable[[], Any], kwargs: dict[str, Any]
    ) -> tuple[Any, tuple[Any, ...]]:
        """One ordinary compared call, for the budgets of all the timed ones."""
        args = _tuple(make())
        replicas = self._comparer.replicas
        fields = {"args": args, "kwargs": kwargs, "seed": 0, **aim}
        answers = replicas.ask("call", self._comparer.number(), fields)
        samples = replicas.gathered([_value(answer) for answer in answers])
        return relative_budget(samples), args

    def _measure(
        self, aim: dict[str, Any], make: Callable[[], Any], kwargs: dict[str, Any], first: tuple[Any, ...]
    ) -> tuple[Rounds, list[tuple[tuple[Any, ...], Value]]]:
        rounds, done = Rounds(), []
        self._comparer.replicas.catch_up()
        overhead = self._overhead(first, aim, kwargs)
        for _ in range(WARM_UP):
            args = _tuple(make())
            self._time_reference(aim, args, kwargs)
            done.append((args, self._time_candidate(aim, args, kwargs)[0]))
        begun, at_most = time.monotonic(), self._challenge.runtime.at_most
        while not _settled(rounds, time.monotonic() - begun, at_most):
            one, two = _tuple(make()), _tuple(make())
            r1 = self._time_reference(aim, one, kwargs)
            v1, c1 = self._time_candidate(aim, one, kwargs)
            v2, c2 = self._time_candidate(aim, two, kwargs)
            r2 = self._time_reference(aim, two, kwargs)
            less = [max(seconds - overhead, _OWN_SHARE * seconds) for seconds in (r1, r2, c1, c2)]
            rounds.reference.append((less[0], less[1]))
            rounds.candidate.append((less[2], less[3]))
            done += [(one, v1), (two, v2)]
        return rounds, done

    def _time_candidate(
        self, aim: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Value, float]:
        fields = to_wire({"args": args, "kwargs": kwargs, "seed": 0, **aim})
        self._candidate.freeze(False)
        answer, seconds = self._candidate.timed_ask("call", number=0, **fields)  # type: ignore[arg-type]
        self._candidate.freeze(True)
        return _value(answer), seconds

    def _time_reference(self, aim: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> float:
        index = 1  # the reference in float32 on the exact inputs
        fields = for_replica(to_wire({"args": args, "kwargs": kwargs, "seed": 0, **aim}), "float32", index)
        return self._reference.timed_ask("call", program="reference", number=0, **fields)[1]  # type: ignore[arg-type]

    def _overhead(self, args: tuple[Any, ...], aim: dict[str, Any], kwargs: dict[str, Any]) -> float:
        """Seconds of an exchange with the same arguments and outputs in which nothing is computed."""
        fields = for_replica(to_wire({"args": args, "kwargs": kwargs, "seed": 0, **aim}), "float32", 1)
        real = self._reference.ask("call", program="reference", number=0, **fields)  # type: ignore[arg-type]
        fields["returns"] = _value(real)  # type: ignore[index, call-overload]
        times = [self._reference.timed_ask("nothing", program="reference", **fields)[1] for _ in range(7)]  # type: ignore[arg-type]
        return median(times)

    def _compare_all(
        self, aim: dict[str, Any], kwargs: dict[str, Any], relative: Any, done: list[tuple[tuple[Any, ...], Value]]
    ) -> None:
        truth = self._comparer.replicas.only_truth()
        for args, value in done:
            fields = {"args": args, "kwargs": kwargs, "seed": 0, **aim}
            [answer] = truth.ask("call", self._comparer.number(), fields)
            samples = Samples(_value(answer), relative=relative)
            comparison = compare_trees(value, samples, preset=self._challenge.tolerance.preset)
            if comparison.mismatches:
                message = f"in a timed call: {comparison.mismatches[0].message}"
                raise TestFailed(Verdict.WRONG_ANSWER, message, comparison.mismatches)


def _settled(rounds: Rounds, seconds: float, at_most: float | None) -> bool:
    """Whether enough was measured: a narrow interval, or time is up; a little more time where it spans the limit."""
    count = len(rounds.reference)
    if count >= MAX_ROUNDS or (count >= 2 and seconds > UNDECIDED_S):
        return True
    if count < MIN_ROUNDS:
        return False
    low, high = interval(rounds.ratios())
    if (high - low) / 2 < NARROW * median(rounds.ratios()):
        return True
    return seconds > MEASURE_S and not (at_most is not None and low <= at_most < high)


def _tuple(args: Any) -> tuple[Any, ...]:
    """What `make` gave as positional arguments; objects under test stand for themselves in every program."""
    given: tuple[Any, ...] = lives(args if isinstance(args, tuple) else (args,))
    return given


def _value(answer: Value) -> Value:
    return answer.get("value") if isinstance(answer, dict) else answer
