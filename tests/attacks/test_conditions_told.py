"""What is said of a run is held to its promises: time, the verdict, no secret told, the next submission accepted."""

from __future__ import annotations

from typing import Any

import pytest

from judge.errors import JudgeError
from judge.model import Verdict
from judge.redteam.arena import GRACE_S


def test_a_run_that_takes_too_long_is_noticed(arena: Any, attack_named: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRACE_S, "bubblewrap", -8.95)
    assert broken(arena.meet(attack_named("own/mounts"))) == {"time"}


def test_an_attack_that_got_through_is_noticed(arena: Any, attack_of: Any) -> None:
    trial = arena.meet(attack_of('print("tried")\nprint("GOT THROUGH")\n', "accepted", follows=True))
    assert broken(trial) == {"attempt"}
    assert not trial.contained


def test_an_attack_that_was_not_tried_proves_nothing(arena: Any, attack_of: Any) -> None:
    trial = arena.meet(attack_of('if 0:\n    print("tried")\n', "accepted", follows=True))
    assert broken(trial) == {"attempt"}


def test_another_verdict_than_expected_is_not_contained(arena: Any, attack_of: Any) -> None:
    trial = arena.meet(attack_of("", "wrong_answer", follows=True))
    assert (trial.actual, broken(trial), trial.contained) == (Verdict.ACCEPTED, set(), False)


@pytest.mark.parametrize("told", ["environment", "file"])
def test_a_canary_that_is_printed_is_noticed(arena: Any, attack_of: Any, canaries: Any, told: str) -> None:
    """It stands in the source here, for no sandbox has it to give away."""
    trial = arena.meet(attack_of(f"print({getattr(canaries, told)!r})\n", "accepted", follows=True))
    assert broken(trial) == {"secrets"}


REVEALS = {
    "a hidden value": "print(encoder_outputs.flatten()[0].item())",
    "a hidden input": 'print("leaked")',
}


@pytest.mark.parametrize("what", REVEALS)
def test_a_hidden_value_that_is_shown_is_noticed(
    arena: Any, attack_of: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    source = f"def on_call(encoder_outputs, hidden):\n    {REVEALS[what]}\n"
    attack = attack_of(source, "accepted", follows=True)
    assert arena.meet(attack).contained  # what was printed is not shown to the candidate
    monkeypatch.setattr("judge.redteam.arena.candidate_view", lambda report: report)
    trial = arena.meet(attack)
    assert broken(trial) == {"secrets"}
    assert what in trial.broken[0].found


def test_the_seed_is_noticed(arena: Any, attack_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("judge.redteam.arena.fresh_seed", lambda: "0123456789abcdef0123456789abcdef")
    monkeypatch.setattr("judge.redteam.arena.candidate_view", lambda report: report)
    source = "print('0123456789abcdef' * 2)\n"
    trial = arena.meet(attack_of(source, "accepted", follows=True))
    assert "the seed" in trial.broken[0].found


def test_a_next_submission_that_is_not_accepted_is_noticed(
    arena: Any, attack_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arena, "good", attack_of("raise ValueError\n"))
    assert broken(arena.meet(attack_of("", "accepted", follows=True))) == {"next submission"}


def test_a_fault_of_the_judge_is_not_contained(arena: Any, attack_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise JudgeError("broken")

    monkeypatch.setattr("judge.redteam.arena.judge_submission", fail)
    trial = arena.meet(attack_of("", "accepted", follows=True))
    assert (trial.actual, trial.contained) == (Verdict.JUDGE_ERROR, False)


def broken(trial: Any) -> set[str]:
    return {one.name for one in trial.broken}
