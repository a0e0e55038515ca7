"""What `judge check` finds, as frozen values: printed, cached, sent between processes; with `--json`, a contract."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt

from judge.model import Frozen

Kind = Literal[
    "schema",  # challenge.toml, or a file that is missing
    "lint",  # statement, stub, probe or hidden tests as texts
    "names",  # entry points and arguments that do not agree between the files
    "verdict",  # a program in submissions/ gets another verdict than its folder's
    "flaky",  # ... under some seeds only
    "trivial",  # an answer that is worth nothing is accepted, by the challenge or by one of its tests
    "gradient",  # gradients are not compared, or those of the reference are wrong
    "reference",  # the reference contradicts itself, its second implementation or the accepted programs
    "margin",  # right programs come too close to a budget, or wrong ones not far enough beyond
    "limits",  # accepted programs come too close to a limit
    "runtime",  # the runtime of an accepted or a slow program is not judged as it should be
    "mutant",  # a mutant that no test kills
    "idle",  # a hidden test that no wrong program and no mutant fails
    "equivalent",  # a mutant is declared equivalent that is none, or is not there any more
    "broken",  # the challenge could not be judged at all
]


class Finding(Frozen):
    """One thing that is wrong with a challenge, and what to do."""

    kind: Kind
    subject: str = Field(description="the file, test or tensor that it is about")
    message: str = Field(description="what to do, in a sentence or two")
    diff: str = Field("", description="of a mutant, as a unified diff")


class Gap(Frozen):
    """How far right and wrong are apart for one tensor, in shares of its budget."""

    tensor: str
    right: NonNegativeFloat = Field(description="the largest share that an accepted program used")
    right_program: str
    wrong: float | None = Field(
        None,
        description="the smallest excess among wrong programs that are farthest off here; null where there is none, "
        "and where the error has no budget",
    )
    wrong_program: str = Field("", description="empty where there is none")


class Kills(Frozen):
    """How many mutants there were, how many were killed, and how many survivors are declared equivalent."""

    mutants: NonNegativeInt = 0
    killed: NonNegativeInt = 0
    equivalent: NonNegativeInt = 0

    def rate(self) -> float:
        """Share of the mutants that are not declared equivalent and were killed; 1 where there is none."""
        due = self.mutants - self.equivalent
        return self.killed / due if due else 1.0


class Checked(Frozen):
    """What was found about one challenge."""

    challenge: str
    version: str = Field("", description="content hash of the challenge and its reference; empty where unreadable")
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    kills: Kills | None = Field(None, description="null where mutants were left out")
    float32_error: float | None = Field(
        None, description="largest 2-norm error of the reference in float32, relative to float64; null where unknown"
    )
    programs: NonNegativeInt = Field(0, description="programs of submissions/ that were judged")
    seconds: NonNegativeFloat = Field(0.0, description="wall time of the check, also where its result was kept")


class CheckReport(Frozen):
    """The outcome of one `judge check`."""

    schema_version: Literal[1] = 1
    judge: str = Field(description="the judge's version")
    faultless: bool = Field(description="whether there is no finding at all: exit code 0")
    challenges: tuple[Checked, ...]
