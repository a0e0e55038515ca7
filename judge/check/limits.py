"""Accepted programs stay far from every limit on this machine, and the clock tells slow ones from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from judge.check.programs import Run
from judge.findings import Finding
from judge.model import Challenge, Verdict

ROOM = 5.0


def limits(challenge: Challenge, runs: Sequence[Run]) -> Iterator[Finding]:
    """Accepted programs that leave less than `ROOM` times the room under a limit, under every seed."""
    given = challenge.limits
    allowed = {
        "wall_s": given.wall_s,
        "total_wall_s": given.total_wall_s,
        "cpu_s": given.cpu_s,
        "memory_mb": given.memory_mb,
    }
    for program in sorted({one.program for one in runs if one.due is Verdict.ACCEPTED}):
        used = [_used(one) for one in runs if one.program == program and one.right()]
        for name, cap in allowed.items() if used else ():
            least = min(one[name] for one in used)  # a loaded machine makes figures larger, never smaller
            if least * ROOM > cap:
                text = f"uses {least:.3g} of limits.{name} = {cap:g}; allow at least {ROOM:g} times what is used"
                yield Finding(kind="limits", subject=program, message=text)


def _used(one: Run) -> dict[str, float]:
    usage = one.report.usage
    return {
        "wall_s": max((test.wall_s for test in one.report.tests), default=0.0),  # of a test: more than of a call
        "total_wall_s": usage.wall_s,
        "cpu_s": usage.cpu_s,
        "memory_mb": usage.memory_peak_mb,
    }


def runtimes(challenge: Challenge, runs: Sequence[Run]) -> Iterator[Finding]:
    """Accepted programs whose runtime is not clearly within the limit; slow ones that are not caught."""
    at_most = challenge.runtime.at_most
    for one in runs:
        figure = one.report.runtime
        if one.due is Verdict.TOO_SLOW and at_most is None:
            text = "is in too_slow, but challenge.toml has no runtime.at_most"
            yield Finding(kind="runtime", subject=one.program, message=text)
        elif not one.right():
            text = f"{one.report.verdict} instead of {one.due} where runtime is measured: {one.report.reason}"
            yield Finding(kind="runtime", subject=one.program, message=text)
        elif one.due is Verdict.ACCEPTED and figure is not None and figure.finding == "cannot_tell":
            text = f"takes {figure.low:.2g} to {figure.high:.2g} times as long as the reference, and {at_most:g} is"
            yield Finding(kind="runtime", subject=one.program, message=f"{text} allowed; raise runtime.at_most")
