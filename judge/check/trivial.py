"""Answers that are worth nothing, whatever the challenge: the hidden tests must refuse every one of them."""

from __future__ import annotations

from collections.abc import Iterator

from judge.check.bench import Bench, test_name
from judge.check.beside import beside
from judge.check.programs import Say
from judge.findings import Finding
from judge.model import Challenge, Report, Verdict

# What is said of a program that does it. Each is an accepted program whose results are spoiled on their way out.
ANSWERS = {
    "zeros": "returns zeros",
    "ones": "returns ones",
    "nan": "returns NaN",
    "input": "returns one of its inputs",
    "mean": "returns the mean of the right output in every element",
    "first": "returns its first result again and again",
    "float16": "calculates in float16",
    "bfloat16": "calculates in bfloat16",
}
_WORTHLESS = ("zeros", "ones", "nan")  # no single test that compares numbers may let these pass
NO_GRADIENTS = "gradients of zero"


def spoiled(source: bytes, how: str) -> bytes:
    """An accepted program that gives such an answer."""
    return beside(source, "spoiled.py", HOW=how)


def trivial(challenge: Challenge, bench: Bench, say: Say) -> Iterator[Finding]:
    """Trivial answers that are accepted, by the whole challenge or by one test."""
    for name, source in (("an empty file", b""), ("the stub", (challenge.folder / "stub.py").read_bytes())):
        say(name)
        if bench.judge("trivial.py", source).verdict is Verdict.ACCEPTED:
            yield Finding(kind="trivial", subject="hidden", message=f"{name} is accepted; compare what it returns")
    base = (challenge.folder / challenge.tolerance.second).read_bytes()
    honest = bench.judge("trivial.py", base)
    for how, told in ANSWERS.items():
        say(f"a program that {told}")
        report = bench.judge("trivial.py", spoiled(base, how))
        if report.verdict is Verdict.ACCEPTED:
            text = f"a program that {told} is accepted; compare outputs by compare(...), at ordinary scales too"
            yield Finding(kind="trivial", subject="hidden", message=text)
        elif how in _WORTHLESS:
            yield from _weak_tests(honest, report, told)


def _weak_tests(honest: Report, report: Report, told: str) -> Iterator[Finding]:
    """Tests that compare numbers of the right program, and yet pass one whose numbers are worthless."""
    for right, wrong in zip(honest.tests, report.tests, strict=True):
        if right.margins and right.verdict is wrong.verdict is Verdict.ACCEPTED:
            text = f"a program that {told} passes this test; choose inputs for which that is wrong"
            yield Finding(kind="trivial", subject=test_name(right), message=text)
