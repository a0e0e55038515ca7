"""A runner that lies: whatever it answers to whatever request, the fault is the candidate's and the judge goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from judge.model import Verdict

LIAR = """
import itertools, sys

import torch

wire, runner = sys.modules["sandbox.wire"], sys.modules["sandbox.runner"]
A = wire.Array
floats = A("float32", (2, 2), bytes(16))
deep = None
for _ in range(40):
    deep = [deep]
LIES = [
    None, True, 0, -1, 10**400, -(10**4000), 1e308, float("nan"), complex("nan"),
    "text", "\\ud800", b"bytes", [], {}, (),
    wire.Handle(10**30), wire.Handle(-1), wire.Opaque("x" * 1000), wire.Opaque("\\x1b[31m\\n::error::"),
    A("bool", (3,), b"\\7\\0\\xff"), A("float32", (), b"abcd"),
    A("complex128", (1,), bytes(16)), A("float32", (0,) * 32, b""),
    {"value": None}, {"value": (floats, floats)}, {"value": (floats, floats), "changed": 7},
    {"value": (floats, floats), "changed": [7, None, {}, floats]}, {"value": {"value": {"value": []}}}, {7: 7, "7": 7},
    {"missing": 7, "inputs": 7, "parameters": 7, "reshaped": 7, "present": 7},
    {"missing": [[], {}], "inputs": [[]], "parameters": [[]], "reshaped": [["attn.weight"]], "present": [[]]},
    {"missing": {}, "inputs": {}, "parameters": {7: floats, "x": wire.Handle(1)}, "reshaped": {"attn.weight": {}}},
    {"missing": ["attn.weight"] * 5000, "inputs": [None] * 5000, "parameters": {str(n): None for n in range(5000)}},
    {"missing": None, "inputs": [floats] * 150, "parameters": {"attn.weight": 10**400, "v.weight": True}},
    {"missing": [], "reshaped": {"v.weight": [10**400]}, "present": [10**400, None]},
    {"attn.weight": 7, "attn.bias": [], "v.weight": floats}, {"attn.weight": None, "attn.bias": None, "v.weight": None},
    {"framework": "torch"}, {"framework": ["torch"], "missing": {"x": 1}}, {"framework": "accepted", "missing": "all"},
    deep,
]
FIELDS = ("kind", "type", "text", "line", "summary", "refused_memory")
COUNT, TRIED = itertools.count(), itertools.count(1)
honest = runner._answer


def answer(fields):
    if fields["op"] != "OP":
        return honest(fields)
    lie = LIES[next(COUNT) % len(LIES)]
    print("tried", next(TRIED), flush=True)
    return WRAPPED


runner._answer = answer
"""
KINDS = {
    "value": '{"ok": True, "value": lie}',
    "error": '{"ok": False, "error": lie if isinstance(lie, dict) else {"type": lie}}',
    "fields of an error": '{"ok": False, "error": dict.fromkeys(FIELDS, lie)}',
    "breaches": '{**honest(fields), "breaches": lie}',
}
# Answers to these are believed only if they are the right arrays; what the others answer is not even looked at.
COUNTS = ("call", "gradients", "state")


PAIRS = [(kind, op) for kind in KINDS for op in ("call", "gradients", "state", "new")]


@pytest.mark.parametrize(("kind", "op"), PAIRS)
def test_a_lie_is_the_fault_of_the_candidate(arena, attack_of, kind, op):
    source = LIAR.replace("WRAPPED", KINDS[kind]).replace('"OP"', repr(op))
    attack = replace(attack_of(source, *Verdict, follows=True, wall_s=5, total_wall_s=20), tests="many_tests")
    report = arena.withstand(attack)
    verdicts = {test.verdict for test in report.tests}
    assert not verdicts & {Verdict.JUDGE_ERROR, Verdict.SKIPPED}
    if op in COUNTS and kind != "breaches":
        assert Verdict.ACCEPTED not in verdicts
    assert all(len(test.message) < 2000 for test in report.tests)
    assert report.output.stdout.count("tried") >= 38, report.reason


FORGED_LOAD = """
pack = wire.pack


def forge(kind, fields):
    wire.pack = pack
    lie = LIES[NUMBER]
    return pack(kind, WRAPPED)


wire.pack = forge  # the reply to `load` is the first to be packed after this
"""


@pytest.mark.parametrize("kind", ["value", "error"])
def test_a_lie_about_loading_is_the_fault_of_the_candidate(arena, attack_of, kind):
    """The reply to `load` is sent when the file has run, so it can be forged as well."""
    for number in range(0, 40, 3):
        forged = FORGED_LOAD.replace("NUMBER", str(number)).replace("WRAPPED", KINDS[kind])
        report = arena.judge(attack_of(LIAR.replace("WRAPPED", "lie") + forged, *Verdict, follows=True))
        assert report.verdict in (Verdict.RUNTIME_ERROR, Verdict.COMPILE_ERROR), number
