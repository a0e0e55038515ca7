"""All checks of one challenge, in order: texts first, then the reference, the programs, and the mutants."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from judge.catalog import Catalog
from judge.check import form
from judge.check.bench import bench, roomy
from judge.check.idle import Failures
from judge.check.limits import limits, runtimes
from judge.check.lint import TO_DO, lint
from judge.check.margins import gaps, margins
from judge.check.mistakes import mistakes
from judge.check.names import names
from judge.check.noise import Noises, noise
from judge.check.programs import Run, Say, files, run, verdicts
from judge.check.reference import reference
from judge.check.survivors import Hunt
from judge.check.trivial import trivial
from judge.engines.base import Engine
from judge.errors import EngineUnavailable, JudgeError
from judge.findings import Checked, Finding, Gap, Kills
from judge.model import Challenge, Verdict

SEEDS = 3
STEPS = ("texts", "reference", "programs", "trivial", "runtime", "mutants")
QUICK = STEPS[:-1]


def check(catalog: Catalog, challenge_id: str, engine: Engine, *, say: Say, steps: Sequence[str] = STEPS) -> Checked:
    """What these steps find wrong with one challenge; raises EngineUnavailable where no sandbox can be started."""
    begun = time.monotonic()
    challenge, findings = form.read(catalog, challenge_id)
    if challenge is None:
        return Checked(challenge=challenge_id, findings=tuple(findings))
    checks = _Checks(challenge, engine, say)
    try:
        findings += checks.run(steps)
    except EngineUnavailable:
        raise
    except JudgeError as fault:
        findings += [*checks.findings, Finding(kind="broken", subject=challenge_id, message=str(fault))]
    return Checked(
        challenge=challenge_id,
        version=challenge.version,
        findings=tuple(dict.fromkeys(findings)),
        gaps=checks.gaps,
        kills=checks.kills,
        float32_error=checks.noises.largest(),
        programs=checks.programs,
        seconds=time.monotonic() - begun,
    )


class _Checks:
    """The checks of one challenge; a challenge that breaks halfway keeps what was found before."""

    def __init__(self, challenge: Challenge, engine: Engine, say: Say) -> None:
        self._challenge = challenge
        self._engine = engine
        self._say: Say = lambda step: say(f"{challenge.id}: {step}")
        self.noises = Noises()
        self._failures = Failures()
        self.findings: list[Finding] = []
        self.gaps: tuple[Gap, ...] = ()
        self.kills: Kills | None = None
        self.programs = 0

    def run(self, steps: Sequence[str]) -> list[Finding]:
        """All findings; raises JudgeError where the challenge is broken."""
        every = (self._texts, self._reference, self._programs, self._trivial, self._runtime, self._mutants)
        for name, step in zip(STEPS, every, strict=True):
            if name in steps:
                self.findings += step()
            if any(one.message.startswith(TO_DO) for one in self.findings):
                break  # half a challenge would be refused for all that is not there yet
        return self.findings

    def _saying(self, words: str) -> Say:
        return lambda step: self._say(f"{step}, {words}")

    def _texts(self) -> Iterator[Finding]:
        yield from lint(self._challenge)
        yield from names(self._challenge)

    def _reference(self) -> Iterator[Finding]:
        self._say("the reference")
        with bench(roomy(self._challenge), self._engine, observe=self.noises.see) as one:
            yield from reference(self._challenge, one)
        yield from noise(self._challenge, self.noises)

    def _programs(self) -> Iterator[Finding]:
        chosen = [file for file in files(self._challenge) if file.parent.name != Verdict.TOO_SLOW]
        runs: list[Run] = []
        for number in range(1, SEEDS + 1):
            with bench(self._challenge, self._engine) as one:
                runs += run(self._challenge, one, chosen, self._saying(f"seed {number} of {SEEDS}"))
        for wrong in (one for one in runs if one.due in (Verdict.WRONG_ANSWER, Verdict.WRONG_GRADIENT)):
            self._failures.note(wrong.report)
        self.programs, self.gaps = len(chosen), gaps(runs)
        yield from verdicts(self._challenge, runs)
        with bench(self._challenge, self._engine) as one:
            yield from mistakes(self._challenge, one)
        yield from margins(runs)
        yield from limits(self._challenge, runs)

    def _trivial(self) -> Iterator[Finding]:
        with bench(roomy(self._challenge), self._engine) as one:
            yield from trivial(self._challenge, one, self._say)

    def _runtime(self) -> Iterator[Finding]:
        chosen = files(self._challenge, Verdict.ACCEPTED, Verdict.TOO_SLOW)
        with bench(self._challenge, self._engine, runtime=True) as one:
            yield from runtimes(self._challenge, list(run(self._challenge, one, chosen, self._saying("timed"))))

    def _mutants(self) -> Iterator[Finding]:
        hunt = Hunt(self._challenge, self._engine, self._say, self._failures)
        yield from hunt.findings()
        self.kills = hunt.kills
