"""The known attacks and cheats by number, and what stands for each: a program, or a reason why none does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from judge.payload import redteam_dir
from judge.redteam.suite import Attack
from judge.trial import Elsewhere


def titles() -> dict[str, str]:
    """Number -> what it is: attacks 1 to 111, cheats A1 to E50."""
    read = _read()
    return {**read["attacks"], **read["cheats"]}


def elsewhere() -> tuple[Elsewhere, ...]:
    """The entries that no program stands for, each with its reason or the test that does it."""
    known = titles()
    return tuple(Elsewhere(number=number, title=known[number], why=why) for number, why in _read()["elsewhere"].items())


def uncovered(attacks: Iterable[Attack]) -> list[str]:
    """Entries that neither a program nor a reason stands for: there should be none."""
    covered = {number for one in attacks for number in one.covers} | {one.number for one in elsewhere()}
    return [number for number in titles() if number not in covered]


def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads((redteam_dir() / "catalogue.toml").read_text(encoding="utf-8"))
