"""`mistakes.toml`: every mutant of the reference that hints are made of must be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from judge.check.bench import Bench
from judge.errors import JudgeError
from judge.findings import Finding
from judge.known import FILE, mutants
from judge.model import Challenge, Verdict


def mistakes(challenge: Challenge, bench: Bench) -> Iterator[Finding]:
    """What is wrong with the file, and mutants that get another verdict than a wrong answer or gradient."""
    try:
        every = list(mutants(challenge))
    except JudgeError as fault:
        yield Finding(kind="schema", subject=FILE, message=str(fault))
        return
    for one in every:
        verdict = bench.judge("mistake.py", one.source).verdict
        if verdict not in (Verdict.WRONG_ANSWER, Verdict.WRONG_GRADIENT):
            text = f"gets {verdict}; name a mistake that gives wrong numbers, or write a test that shows it"
            yield Finding(kind="verdict", subject=f"{FILE}: {one.says}", message=text)
