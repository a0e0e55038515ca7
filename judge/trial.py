"""What `judge redteam` finds, as frozen values: its `--json` is a public contract, with a schema made from it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, NonNegativeFloat

from judge.model import Frozen, Report, Verdict


class Condition(Frozen):
    """One thing that must hold on the host after an attack."""

    name: str = Field(description="such as processes: none is left")
    held: bool
    found: str = Field("", description="what was found where it did not hold")


class Trial(Frozen):
    """One attack, judged; or a control, which is an honest program with the verdict that it must get."""

    name: str = Field(description="kind/program, as it lies in redteam/")
    about: str = Field(description="what the program does, in one sentence")
    covers: tuple[str, ...] = Field(description="entries of redteam/catalogue.toml")
    expected: tuple[Verdict, ...] = Field(description="any of these is right")
    actual: Verdict
    reason: str
    conditions: tuple[Condition, ...]
    contained: bool = Field(description="the verdict is as expected and every condition held")
    wall_s: NonNegativeFloat
    report: Report | None = Field(None, exclude=True, description="what the judge said; may hold hidden values")

    @property
    def kind(self) -> str:
        """The folder that the program lies in."""
        return self.name.partition("/")[0]

    @property
    def broken(self) -> tuple[Condition, ...]:
        """The conditions that did not hold."""
        return tuple(condition for condition in self.conditions if not condition.held)


class Elsewhere(Frozen):
    """An entry of the catalogue that no program of the suite stands for."""

    number: str
    title: str
    why: str = Field(description="why it does not apply here, or which test does it instead")


class RedteamReport(Frozen):
    """One run of the suite: the public contract of `judge redteam --json`."""

    schema_version: Literal[1] = 1
    judge: str = Field(description="version")
    engine: str
    image: str | None
    device: str
    enforced_by: dict[str, str] = Field(description="limit -> mechanism")
    contained: bool = Field(description="every attack is contained and both controls are right")
    controls: tuple[Trial, ...]
    trials: tuple[Trial, ...]
    elsewhere: tuple[Elsewhere, ...]
