"""The whole suite on one engine: first the controls, then every attack."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import judge
from judge.engines.base import Engine
from judge.errors import JudgeError
from judge.model import Verdict
from judge.redteam import catalogue, suite
from judge.redteam.arena import Arena
from judge.redteam.secrets import planted
from judge.redteam.suite import Attack
from judge.trial import RedteamReport, Trial


def run(
    start: Callable[[], Engine],
    attacks: Sequence[Attack],
    device: str = "cpu",
    begun: Callable[[Attack], None] = lambda _: None,
    ended: Callable[[Trial], None] = lambda _: None,
) -> RedteamReport:
    """Judges the controls and then all attacks, one after the other.

    Args:
        start: makes the engine, which is closed in the end.
        attacks: which of the suite.
        device: "cpu" or "cuda".
        begun: is called with each program before it is judged.
        ended: is called with each trial.

    Raises:
        JudgeError: this machine cannot even judge an honest program.
    """
    with planted() as canaries, tempfile.TemporaryDirectory(prefix="judge-redteam-") as folder:
        engine = start()
        try:
            with closing(Arena(engine, canaries, Path(folder), device)) as arena:
                arena.judge(arena.good)  # what starts now and stays for all runs is not left by the first
                trials = [_trial(arena, one, begun, ended) for one in (*suite.controls(), *attacks)]
        finally:
            engine.close()
    count = len(trials) - len(attacks)
    return RedteamReport(
        judge=judge.__version__,
        engine=engine.name,
        image=engine.image,
        device=device,
        enforced_by=engine.enforced_by,
        contained=all(trial.contained for trial in trials),
        controls=tuple(trials[:count]),
        trials=tuple(trials[count:]),
        elsewhere=catalogue.elsewhere(),
    )


def _trial(arena: Arena, attack: Attack, begun: Callable[[Attack], None], ended: Callable[[Trial], None]) -> Trial:
    begun(attack)
    trial = arena.meet(attack)
    if trial.kind == suite.CONTROLS and trial.actual is Verdict.JUDGE_ERROR:
        raise JudgeError(f"the honest program {trial.name} could not be judged: {trial.reason}")
    ended(trial)
    return trial
