"""What a check finds, as values: they are printed, cached, and sent between processes."""

from __future__ import annotations

from typing import Literal

from pydantic import NonNegativeFloat, NonNegativeInt

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
    "equivalent",  # a mutant is declared equivalent that is none, or is not there any more
    "broken",  # the challenge could not be judged at all
]


class Finding(Frozen):
    """One thing that is wrong with a challenge, and what to do.

    Attributes:
        subject: the file, test or tensor that it is about.
        message: says what to do, in a sentence or two.
        diff: of a mutant.
    """

    kind: Kind
    subject: str
    message: str
    diff: str = ""


class Gap(Frozen):
    """How far right and wrong are apart for one tensor, in shares of its budget.

    Attributes:
        right: the largest share that an accepted program used, and which program.
        wrong: the smallest excess among wrong programs that are farthest off here, and which; None where there is none.
    """

    tensor: str
    right: NonNegativeFloat
    right_program: str
    wrong: float | None = None
    wrong_program: str = ""


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
    """What was found about one challenge.

    Attributes:
        version: content hash of the challenge and its reference.
        float32_error: largest 2-norm error of the reference in float32, relative to float64; None where unknown.
        kills: None where mutants were left out.
    """

    challenge: str
    version: str = ""
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    kills: Kills | None = None
    float32_error: float | None = None
    programs: NonNegativeInt = 0
    seconds: NonNegativeFloat = 0.0
