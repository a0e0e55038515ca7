"""Arenas for hostile programs: the one of `judge redteam`, on every engine of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from judge.engines import choose
from judge.engines.base import Engine
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import EngineUnavailable
from judge.model import Report, Verdict
from judge.payload import redteam_dir
from judge.redteam import arena as arenas_of_the_judge
from judge.redteam import secrets, suite
from judge.redteam.secrets import Secrets
from judge.redteam.suite import LIMITS, Attack
from judge.trial import Trial


class Arena(arenas_of_the_judge.Arena):
    """The judge's own, for which what is not contained fails the test."""

    def withstand(self, attack: Attack) -> Report:
        """The report on an attack that was contained."""
        trial = self.meet(attack)
        assert trial.contained, told(trial)
        assert trial.report is not None
        return trial.report


def told(trial: Trial) -> str:
    """What went wrong, for whoever reads the test's failure."""
    broken = "\n".join(f"{one.name}: {one.found}" for one in trial.broken)
    head = f"{trial.actual}, expected {' or '.join(trial.expected)}: {trial.reason}\n{broken}"
    if trial.report is None:
        return head
    tests = "\n".join(f"{test.name} {test.verdict} {test.detail}" for test in trial.report.tests)
    return f"{head}\n{trial.report.output.stdout[:600]}\n{trial.report.output.stderr[:600]}\n{tests}"


ENGINES: dict[str, Callable[[], Engine]] = {
    "bubblewrap": lambda: choose("bubblewrap"),
    "docker": lambda: choose("docker"),
    "no groups": lambda: Bubblewrap(use_cgroups=False),
}


@pytest.fixture(scope="session")
def canaries() -> Iterator[Secrets]:
    """What the host holds and no sandbox may show."""
    with secrets.planted() as found:
        yield found


@pytest.fixture(scope="session")
def arenas(canaries: Secrets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Arena]]:
    """Makes each engine's arena when it is first asked for."""
    made: dict[str, Arena] = {}

    def arena(name: str) -> Arena:
        if name not in made:
            try:
                made[name] = Arena(ENGINES[name](), canaries, tmp_path_factory.mktemp("challenges"))
            except EngineUnavailable as reason:
                if os.environ.get(f"JUDGE_TEST_{name.upper()}") == "1":
                    raise
                pytest.skip(f"{name}: {reason}")
            made[name].judge(made[name].good)
        return made[name]

    yield arena
    for one in made.values():
        one.close()
        one.engine.close()


@pytest.fixture
def arena(arenas: Callable[[str], Arena]) -> Arena:
    """The arena of the embedded engine."""
    return arenas("bubblewrap")


@pytest.fixture
def arena_of(canaries: Secrets, tmp_path: Path) -> Iterator[Callable[[Engine], Arena]]:
    """Makes an arena of an engine for one test only, and ends the engine after it."""
    made: list[Arena] = []

    def make(engine: Engine) -> Arena:
        made.append(Arena(engine, canaries, tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.engine.close()


@pytest.fixture
def attack_of() -> Callable[..., Attack]:
    """Makes an attack from source text."""

    def make(source: str | bytes, *verdicts: str, follows: bool = False, **limits: Any) -> Attack:
        encoded = source if isinstance(source, bytes) else source.encode()
        tries = b'print("tried' in encoded
        if follows:
            encoded += b"\n\n" + (redteam_dir() / "answers/right_answer.py").read_bytes()
        allowed = frozenset(map(Verdict, verdicts))
        return Attack("tests/inline", encoded, allowed, LIMITS.model_copy(update=limits), tries=tries)

    return make


@pytest.fixture
def attack_named() -> Callable[[str], Attack]:
    """Reads a shipped attack by its kind and name."""
    return suite.attack
