"""Every shipped attack is contained: all on bubblewrap, those marked so on docker too (`judge redteam` does all)."""

from __future__ import annotations

from typing import Any

import pytest

from judge.redteam import suite
from judge.redteam.suite import Attack

KINDS = {"across", "clock", "fool", "limits", "own", "source", "steal", "task", "traps"}
ATTACKS = [*suite.controls(), *suite.attacks()]
ON_DOCKER = [one for one in ATTACKS if one.docker]


def contest(engine: str, attack: Attack) -> Any:
    marks = [pytest.mark.docker, pytest.mark.serial] if engine == "docker" else []
    return pytest.param(engine, attack, id=f"{attack.name}-{engine}", marks=marks)


CONTESTS = [contest("bubblewrap", one) for one in ATTACKS] + [contest("docker", one) for one in ON_DOCKER]


@pytest.mark.parametrize(("engine", "attack"), CONTESTS)
def test_an_attack_is_contained(arenas, engine, attack):
    report = arenas(engine).withstand(attack)
    assert len(report.model_dump_json()) < 600_000  # whatever was printed, raised or returned
    assert "\x1b" not in report.model_dump_json().encode().decode("unicode_escape", "replace")


def test_every_kind_is_there_and_on_docker_too():
    assert {one.name.partition("/")[0] for one in ATTACKS} == {*KINDS, suite.CONTROLS}
    assert {one.name.partition("/")[0] for one in ON_DOCKER} >= {*KINDS, suite.CONTROLS}


def test_the_controls_are_one_right_and_one_wrong_program():
    assert [sorted(one.verdicts) for one in suite.controls()] == [["accepted"], ["wrong_answer"]]
