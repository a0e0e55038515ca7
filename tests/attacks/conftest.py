"""An arena for hostile programs: one warm engine, a challenge with small limits, and a look at the host after each run.

Every attack is a file below programs/. Its first comments say what must come of it:

    # verdict: accepted runtime_error    any of these verdicts is right
    # limits: wall_s=1 memory_mb=256     changes of LIMITS
    # challenge: attention               the challenge that it is aimed at (attention)
    # tests: all                         all hidden tests of that challenge, not only those of few_tests.py
    # then: right answer                 right_answer.py follows, which calls the file's on_call and on_result
                                         (right numpy answer: the same for scaled-dot-product-attention)
    # docker                             runs on the docker engine too

A program that tries something it must not achieve prints "tried" when it did, and "GOT THROUGH" if it succeeded.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from judge.catalog import open_catalog
from judge.engines import choose
from judge.engines.base import Engine
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import EngineUnavailable
from judge.model import Challenge, Limits, Report, Submission, Verdict
from judge.pipeline import Options, judge_submission
from judge.report.view import candidate_view

from .host import Host

HERE = Path(__file__).parent
LIMITS = Limits(
    wall_s=3,
    total_wall_s=9,
    cpu_s=9,
    memory_mb=512,
    output_kb=64,
    processes=32,
    tmp_mb=16,
    tmp_inodes=200,
    open_files=128,
    returned_mb=32,
    returned_arrays=200,
)
# The contract is the limit plus 2 s; the rest is for machines on which much else runs.
GRACE_S = 2 + 8
CANARY_NAME, CANARY = "JUDGE_ATTACK_CANARY", f"canary{os.getpid()}x{os.urandom(8).hex()}"
_HEADER = re.compile(r"^# (verdict|limits|challenge|tests|then|docker)(?:: (.*))?$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One hostile program and the verdicts that it may get."""

    name: str
    source: bytes
    verdicts: frozenset[Verdict]
    limits: Limits = LIMITS
    challenge: str = "attention"
    tests: str = "few_tests"
    tries: bool = False
    docker: bool = False

    @classmethod
    def read(cls, path: Path) -> Attack:
        text = path.read_text(encoding="utf-8")
        header = {found[1]: found[2] or "yes" for found in _HEADER.finditer(text)}
        changes = dict(pair.split("=") for pair in header.get("limits", "").split())
        if "then" in header:
            text += "\n\n" + (HERE / f"programs/{header['then'].replace(' ', '_')}.py").read_text()
        return cls(
            name=path.stem,
            source=text.encode(),
            verdicts=frozenset(map(Verdict, header["verdict"].split())),
            limits=Limits(**{**LIMITS.model_dump(), **changes}),
            challenge=header.get("challenge", "attention"),
            tests=header.get("tests", "few_tests"),
            tries='print("tried' in text,
            docker="docker" in header,
        )


class Arena:
    """One engine, warm for the whole session."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self._folder = folder
        good = (HERE.parents[1] / "examples/attention.py").read_bytes()
        self.good = Attack("good", good, frozenset({Verdict.ACCEPTED}), tests="one_test")

    def challenge(self, attack: Attack) -> Challenge:
        found = open_catalog().load(attack.challenge)
        if attack.tests != "all":
            copy = self._folder / attack.tests / found.id
            if not copy.exists():
                shutil.copytree(found.folder, copy, ignore=shutil.ignore_patterns("hidden"))
                (copy / "hidden").mkdir()
                shutil.copy(HERE / f"{attack.tests}.py", copy / f"hidden/test_{attack.tests}.py")
            found = found.model_copy(update={"folder": copy})
        return found.model_copy(update={"limits": attack.limits})

    def judge(self, attack: Attack, name: str = "", **options: Any) -> Report:
        """The report, after it was seen to come in time and to show the candidate no secret."""
        submission = Submission(name=name or f"{attack.challenge}.py", source=attack.source, sha256="0" * 64)
        challenge = self.challenge(attack)
        begun = time.monotonic()
        report = judge_submission(submission, challenge, self.engine, Options(**{"runtime": False, **options}))
        elapsed = time.monotonic() - begun
        assert elapsed < attack.limits.total_wall_s + GRACE_S, f"{elapsed:.1f} s: {report.reason}"
        _no_secret(report)
        return report

    def withstand(self, attack: Attack, **options: Any) -> Report:
        """Judges an attack: right verdict, nothing got through, nothing left, and the next good submission accepted."""
        host = Host(self.engine.name)
        report = self.judge(attack, **options)
        told = f"{report.verdict}: {report.reason}\n{report.output.stdout[:600]}\n{report.output.stderr[:600]}"
        assert report.verdict in attack.verdicts, told + "\n".join(
            f"{t.name} {t.verdict} {t.detail}" for t in report.tests
        )
        assert "GOT THROUGH" not in report.output.stdout, told
        assert "tried" in report.output.stdout or not attack.tries, told
        host.check()
        assert self.judge(self.good).verdict is Verdict.ACCEPTED
        return report


def _no_secret(report: Report) -> None:
    everything = report.model_dump_json()
    assert CANARY not in everything
    view = candidate_view(report)
    assert view.seed == report.seed  # told afterwards, on purpose: it replays the run
    shown = view.model_copy(update={"seed": None}).model_dump_json()
    assert report.seed is None or report.seed not in shown
    assert "leaked" not in shown  # what programs call an input that they try to smuggle out


ENGINES: dict[str, Callable[[], Engine]] = {
    "bubblewrap": lambda: choose("bubblewrap"),
    "docker": lambda: choose("docker"),
    "no groups": lambda: Bubblewrap(use_cgroups=False),
}


@pytest.fixture(scope="session")
def arenas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Arena]]:
    """Makes each engine's arena when it is first asked for; the host's environment holds a canary meanwhile."""
    made: dict[str, Arena] = {}
    os.environ[CANARY_NAME] = CANARY

    def arena(name: str) -> Arena:
        if name not in made:
            try:
                made[name] = Arena(ENGINES[name](), tmp_path_factory.mktemp("challenges"))
            except EngineUnavailable as reason:
                if os.environ.get(f"JUDGE_TEST_{name.upper()}") == "1":
                    raise
                pytest.skip(f"{name}: {reason}")
            made[name].judge(made[name].good)
        return made[name]

    yield arena
    for one in made.values():
        one.engine.close()
    del os.environ[CANARY_NAME]


@pytest.fixture
def arena(arenas: Callable[[str], Arena]) -> Arena:
    """The arena of the embedded engine."""
    return arenas("bubblewrap")


@pytest.fixture
def arena_of(tmp_path: Path) -> Iterator[Callable[[Engine], Arena]]:
    """Makes an arena of an engine for one test only, and ends the engine after it."""
    engines: list[Engine] = []

    def make(engine: Engine) -> Arena:
        engines.append(engine)
        return Arena(engine, tmp_path)

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def canary() -> str:
    """What the host's environment holds and no sandbox may show."""
    return CANARY


@pytest.fixture
def attack_of() -> Callable[..., Attack]:
    """Makes an attack from source text."""

    def make(source: str | bytes, *verdicts: str, follows: bool = False, **limits: Any) -> Attack:
        encoded = source if isinstance(source, bytes) else source.encode()
        if follows:
            encoded += b"\n\n" + (HERE / "programs/right_answer.py").read_bytes()
        allowed = frozenset(map(Verdict, verdicts))
        return Attack("inline", encoded, allowed, LIMITS.model_copy(update=limits))

    return make


@pytest.fixture
def attack_named() -> Callable[[str], Attack]:
    """Reads an attack by its path below programs/, without ".py"."""
    return lambda name: Attack.read(HERE / "programs" / f"{name}.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument `contest` meets every program of its module's FOLDER, on every engine that it is for."""
    if "contest" not in metafunc.fixturenames:
        return
    attacks = [Attack.read(path) for path in sorted((HERE / "programs" / metafunc.module.FOLDER).glob("*.py"))]
    metafunc.parametrize(
        "contest",
        [_contest("bubblewrap", one) for one in attacks] + [_contest("docker", one) for one in attacks if one.docker],
    )


def _contest(engine: str, attack: Attack) -> Any:
    marks = [pytest.mark.docker, pytest.mark.serial] if engine == "docker" else []
    return pytest.param((engine, attack), id=f"{attack.name}-{engine}", marks=marks)
