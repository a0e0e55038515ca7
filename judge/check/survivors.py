"""Runs every mutant through the hidden tests: one that survives shows a mistake that the challenge accepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from judge.check.bench import FAR, Bench, bench, excess
from judge.check.equivalent import declared, stale
from judge.check.idle import Failures, idle
from judge.check.mutants import Mutant, mutants
from judge.check.programs import Say, files
from judge.engines.base import Engine
from judge.findings import Finding, Kills
from judge.model import Challenge, Report, Verdict

# A mutant may loop for ever. Accepted programs leave five times the room anyway, so less is enough for these.
_WALL_S, _TOTAL_WALL_S = 2.0, 20.0


@dataclass
class Hunt:
    """The hunt for survivors of one challenge; `kills` holds the figures when `findings` is exhausted.

    Attributes:
        failures: of the hidden tests, those of the challenge's own wrong programs to begin with.
    """

    challenge: Challenge
    engine: Engine
    say: Say
    failures: Failures
    kills: Kills = field(default_factory=Kills)

    def findings(self) -> Iterator[Finding]:
        """Survivors that are not declared equivalent, declarations that excuse nothing, tests that nothing fails."""
        entries, faults = declared(self.challenge.folder)
        yield from faults
        every = list(_mutants(self.challenge))
        survivors = self._survivors(every)
        excused = [mutant for mutant, _ in survivors if any(entry.covers(mutant) for entry in entries)]
        self.kills = Kills(mutants=len(every), killed=len(every) - len(survivors), equivalent=len(excused))
        for mutant, text in survivors:
            if mutant not in excused:
                yield Finding(kind="mutant", subject=mutant.program, message=text, diff=mutant.diff)
        yield from stale(entries, (mutant for mutant, _ in survivors))
        if missing := frozenset(self.failures.missing()):
            with bench(_lenient(self.challenge), self.engine, only=missing) as one:
                yield from idle(self.failures, one, every, self.say)

    def _survivors(self, every: list[Mutant]) -> list[tuple[Mutant, str]]:
        """Mutants that survive, or are killed only just, with what to do. A second seed confirms each."""
        found: list[tuple[Mutant, str]] = []
        for number, candidates in enumerate((every, None)):
            with bench(_lenient(self.challenge), self.engine, hasty=True) as one:
                pool = candidates if candidates is not None else [mutant for mutant, _ in found]
                found = [(mutant, text) for mutant, text in self._judged(one, pool, number) if text]
        return found

    def _judged(self, one: Bench, pool: list[Mutant], number: int) -> Iterator[tuple[Mutant, str]]:
        for index, mutant in enumerate(pool, start=1):
            self.say(f"{'survivor' if number else 'mutant'} {index} of {len(pool)}")
            report = one.judge("mutant.py", mutant.source)
            self.failures.note(report)
            yield mutant, _why_alive(report)


def _why_alive(report: Report) -> str:
    """What to do about a mutant that is accepted or nearly so; empty for one that is dead."""
    if report.verdict is Verdict.ACCEPTED:
        return "this mistake is accepted; write a test that fails it, or declare it in equivalent.toml"
    worst = max((excess(test) for test in report.tests), default=float("inf"))
    if report.tests and 0 < worst < FAR:
        return f"this mistake is only {worst:.2g} times the budget off; choose inputs that show it better"
    return ""


def _mutants(challenge: Challenge) -> Iterator[Mutant]:
    # Where no test compares gradients `judge check` says so, unless there are none: an optimizer has none of its own.
    hidden = [file.read_text(encoding="utf-8") for file in (challenge.folder / "hidden").glob("*.py")]
    gradients = any(f"gradients={order}" in text for text in hidden for order in (True, 2))
    yield from mutants("reference", challenge.reference.read_bytes(), gradients)
    for file in files(challenge, Verdict.ACCEPTED):
        yield from mutants(file.relative_to(challenge.folder).as_posix(), file.read_bytes(), gradients)


def _lenient(challenge: Challenge) -> Challenge:
    """What the reference may use, its mutants may use too; and no mutant gets long."""
    limits = challenge.limits
    short = limits.model_copy(
        update={"wall_s": min(_WALL_S, limits.wall_s), "total_wall_s": min(_TOTAL_WALL_S, limits.total_wall_s)}
    )
    return challenge.model_copy(update={"forbidden": (), "limits": short})
