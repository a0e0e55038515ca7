"""Each defence of the judge itself is needed: without it, a false program is accepted or a hidden value is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from judge import hidden, talk
from judge.engines import capture
from judge.model import Verdict
from judge.report.view import candidate_view
from judge.rng import Rng
from judge.timing import Timed


def test_timed_outputs_that_are_not_compared_may_be_anything(arena, attack_named, monkeypatch):
    attack = attack_named("clock/cheap_at_timed_shapes")
    assert arena.judge(attack).verdict is Verdict.WRONG_ANSWER
    monkeypatch.setattr(Timed, "_compare_all", lambda *_: None)
    assert arena.judge(attack).verdict is Verdict.ACCEPTED


class Predictable(Rng):
    """Draws from a public seed."""

    def __init__(self, seed: str, test: str, stream: str = "inputs") -> None:
        super().__init__(seed, test, stream)
        if stream == "inputs":
            self._draw = np.random.default_rng(42)


def test_a_public_seed_predicts_the_inputs(arena, attack_named, monkeypatch):
    attack = attack_named("steal/public_seeds")
    monkeypatch.setattr(hidden, "Rng", Predictable)
    assert "GOT THROUGH 42" in arena.judge(attack).output.stdout


def test_the_same_inputs_in_every_test_can_be_remembered(arena, attack_of, monkeypatch):
    """Inputs of a test depend on the secret seed: with a fixed one, what an earlier run saw comes again."""
    source = 'def on_call(encoder_outputs, hidden):\n    print("saw", encoder_outputs.flatten()[0].item())\n'
    attack = attack_of(source, "accepted", follows=True)
    first, second = (arena.judge(attack).output.stdout for _ in range(2))
    assert first != second
    first, second = (arena.judge(attack, seed="2a").output.stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["leak_by_printing", "leak_by_exception"])
def test_the_candidates_view_is_what_hides_what_was_printed_and_raised(arena, attack_named, name):
    report = arena.judge(attack_named(f"traps/{name}"))
    assert "leaked" in report.model_dump_json()
    assert "leaked" not in candidate_view(report).model_dump_json()


def test_names_of_exceptions_are_told_from_a_list(arena, attack_named, monkeypatch):
    attack = attack_named("traps/leak_by_forged_exception")
    assert "leaked" not in candidate_view(arena.judge(attack)).model_dump_json()
    monkeypatch.setattr(talk, "_NAMES", Everything())
    assert "leaked" in candidate_view(arena.judge(attack)).model_dump_json()


class Everything:
    """Holds whatever it is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


def test_escapes_are_taken_out_of_what_is_printed(arena, attack_named, monkeypatch):
    attack = attack_named("own/fake_verdict")
    assert "\x1b" not in arena.judge(attack).output.stdout
    monkeypatch.setattr(capture, "clean", lambda data: data.decode("utf-8", "replace"))
    assert "\x1b" in arena.judge(attack).output.stdout


def test_printed_words_would_be_believed_by_a_judge_that_reads_them(arena, attack_named):
    """The verdict is made of arrays alone: the words are there, and it is another one."""
    report: Any = arena.judge(attack_named("own/fake_verdict"))
    assert '"verdict": "accepted"' in report.output.stdout
    assert report.verdict is Verdict.WRONG_ANSWER
