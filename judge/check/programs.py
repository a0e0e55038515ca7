"""Every program in submissions/ under several seeds: each gets the verdict of its folder, each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from judge.check.bench import Bench
from judge.findings import Finding
from judge.model import Challenge, Report, Verdict

Say = Callable[[str], None]
REPLAY = "judge submit {program} --challenge {challenge} --seed {seed} --reveal shows it"


@dataclass(frozen=True)
class Run:
    """One program under one seed.

    Attributes:
        program: its path in the challenge folder.
        due: the verdict that its folder names.
    """

    program: str
    due: Verdict
    seed: str
    report: Report

    def right(self) -> bool:
        """Whether the verdict is the one that is due."""
        return self.report.verdict is self.due


def files(challenge: Challenge, *verdicts: Verdict) -> list[Path]:
    """The programs of these verdicts, of all where none is given."""
    found = sorted((challenge.folder / "submissions").glob("*/*.py"))
    return [file for file in found if not verdicts or file.parent.name in verdicts]


def run(challenge: Challenge, bench: Bench, chosen: Sequence[Path], say: Say) -> Iterator[Run]:
    """Judges the files; raises JudgeError where the challenge is broken."""
    for file in chosen:
        name = file.relative_to(challenge.folder).as_posix()
        say(name)
        yield Run(name, Verdict(file.parent.name), bench.seed, bench.judge(file.name, file.read_bytes()))


def verdicts(challenge: Challenge, runs: Sequence[Run]) -> Iterator[Finding]:
    """Programs with another verdict than their folder's, and those that have it under some seeds only."""
    by_program: dict[str, list[Run]] = {}
    for one in runs:
        by_program.setdefault(one.program, []).append(one)
    accepted = [each for each in by_program.values() if each[0].due is Verdict.ACCEPTED]
    disputed = len(accepted) > 1 and all(not one.right() for each in accepted for one in each)
    if disputed:
        text = "every accepted program disagrees with the reference: it has a mistake, or they share one"
        yield Finding(kind="reference", subject=challenge.reference.name, message=f"{text} ({_told(accepted[0][0])})")
    for program, each in by_program.items():
        wrong = [one for one in each if not one.right()]
        if wrong and not (disputed and each in accepted):
            yield _finding(challenge, program, wrong, len(each))


def _finding(challenge: Challenge, program: str, wrong: Sequence[Run], times: int) -> Finding:
    replay = REPLAY.format(program=Path(program).name, challenge=challenge.id, seed=wrong[0].seed)
    if len(wrong) < times:
        text = f"gets another verdict under {len(wrong)} of {times} seeds: {_told(wrong[0])}; {replay}"
        return Finding(kind="flaky", subject=program, message=text)
    return Finding(kind="verdict", subject=program, message=f"{_told(wrong[0])}; {replay}")


def _told(one: Run) -> str:
    return f"{one.report.verdict} instead of {one.due}: {one.report.reason}"
