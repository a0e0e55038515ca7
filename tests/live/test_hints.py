"""Hints on a wrong result: what it looks like, when it is wrong, and which known mistake it is."""

from __future__ import annotations

import time

import pytest

from judge.model import Limits, Verdict
from judge.truth import Reference

LAYER = """
import torch
class Layer(torch.nn.Module):
    def forward(self, x):
        return {}
"""
SITUATIONS = """
@pytest.mark.parametrize("mode", [True, False])
@pytest.mark.parametrize("rows", [1, 3, 4])
def test_modes(compare, rng, mode, rows):
    layer = compare.new("Layer")
    layer.train(mode)
    layer(rng.normal((rows, 5)))
"""


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("x if self.training else 2 * x", "right in evaluation mode, wrong in training mode"),
        ("2 * x if self.training else x", "right in training mode, wrong in evaluation"),
        ("2 * x.exp() if len(x) == 1 else 2 * x", "right with several rows, wrong with a batch of one"),
        ("2 * x if len(x) == 1 else 2 * x.exp()", "right with a batch of one, wrong with more"),
        ("x", "output: it is about 0.5 = 1/2 times what is due, everywhere"),
    ],
)
def test_hints_say_when_it_is_wrong(judged, task, wrong, hint):
    report = judged(LAYER.format(wrong), task(SITUATIONS, LAYER.format("2 * x")))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert hint in report.hints


KNOWN = {"squared": "x ** 2", "axis": "torch.softmax(x, 0)", "raises": "x / 'a'"}


@pytest.mark.parametrize(
    ("program", "hints"),
    [
        ("x.exp() / x.exp().sum(0)", ["looks like: The mistake called axis"]),
        ("x * x", ["looks like: The mistake called squared"]),
        ("torch.softmax(x, 1) + 0.1", []),
        ("torch.softmax(x, 1)", []),
    ],
)
def test_a_known_mistake_is_named_where_its_numbers_agree(judged, task, monkeypatch, program, hints):
    monkeypatch.setattr("judge.likeness.SECONDS", 60.0)  # however loaded the machine is
    known = {name: f'"""The mistake called {name}."""\n{LAYER.format(code)}' for name, code in KNOWN.items()}
    report = judged(LAYER.format(program), task(SITUATIONS, LAYER.format("torch.softmax(x, 1)"), known=known))
    assert [hint for hint in report.hints if hint.startswith("looks like")] == hints


MISTAKES = """
[[mistake]]
line = "return torch.softmax(x, 1)"
becomes = "return torch.softmax(x, 0)"
says = "The softmax runs over the batch."
"""


@pytest.mark.parametrize(
    ("program", "hints"),
    [
        ("x.exp() / x.exp().sum(0)", ["looks like: The softmax runs over the batch"]),
        ("x * x", ["looks like: The mistake called squared"]),
        ("torch.softmax(x, 1) + 0.1", []),
    ],
)
def test_a_named_mutant_of_the_reference_is_known_too(judged, task, monkeypatch, program, hints):
    monkeypatch.setattr("judge.likeness.SECONDS", 60.0)  # however loaded the machine is
    known = {"squared": f'"""The mistake called squared."""\n{LAYER.format("x ** 2")}'}
    made = task(SITUATIONS, LAYER.format("torch.softmax(x, 1)"), known=known, mistakes=MISTAKES)
    report = judged(LAYER.format(program), made)
    assert [hint for hint in report.hints if hint.startswith("looks like")] == hints


@pytest.mark.parametrize("mistakes", ["[[mistake]", MISTAKES.replace("torch.softmax(x, 1)", "nothing")])
def test_a_broken_list_of_mistakes_changes_no_verdict(judged, task, mistakes):
    report = judged(LAYER.format("x"), task(SITUATIONS, LAYER.format("2 * x"), mistakes=mistakes))
    assert report.verdict is Verdict.WRONG_ANSWER
    assert not [hint for hint in report.hints if hint.startswith("looks like")]


SLEEPS = '"""It sleeps {where}."""\nimport time\n{head}' + LAYER.replace("return", "time.sleep({call})\n        return")


def test_a_slow_known_program_does_not_delay_the_verdict(judged, task, monkeypatch):
    monkeypatch.setattr("judge.likeness.SECONDS", 1.0)
    known = {
        "first": SLEEPS.format("x", where="when it is loaded", head="time.sleep(60)\n", call="0"),
        "second": SLEEPS.format("x", where="in every call", head="", call="60"),
    }
    slow = Limits(wall_s=60, total_wall_s=120)
    for name in known:
        made = task(SITUATIONS, LAYER.format("2 * x"), known={name: known[name]}, limits=slow)
        begun = time.monotonic()
        assert judged(LAYER.format("x"), made).verdict is Verdict.WRONG_ANSWER
        assert time.monotonic() - begun < 30


def test_looking_for_a_mistake_takes_no_longer_than_it_may(judged, task, monkeypatch):
    monkeypatch.setattr("judge.likeness.SECONDS", 0.0)
    known = {"axis": f'"""The mistake."""\n{LAYER.format("x")}'}
    report = judged(LAYER.format("x"), task(SITUATIONS, LAYER.format("2 * x"), known=known))
    assert not [hint for hint in report.hints if hint.startswith("looks like")]


def test_known_mistakes_are_compared_with_the_answers_that_are_there(judged, task, monkeypatch):
    monkeypatch.setattr("judge.likeness.SECONDS", 60.0)
    asked: list[int] = []
    many = Reference.many
    monkeypatch.setattr(Reference, "many", lambda self, requests: asked.append(len(requests)) or many(self, requests))
    known = {name: f'"""The mistake called {name}."""\n{LAYER.format(code)}' for name, code in KNOWN.items()}
    made = task(SITUATIONS, LAYER.format("torch.softmax(x, 1)"), known=known)
    judged(LAYER.format("x * x"), made, diagnose=False)
    alone = len(asked)
    report = judged(LAYER.format("x * x"), made)
    assert "looks like: The mistake called squared" in report.hints
    assert len(asked) == 2 * alone > 0
