"""Warm start: twenty submissions to one challenge, one after the other, through one engine and its warm server.

    .venv/bin/python benchmarks/warm_submit.py [--count 20] [--sandbox bubblewrap]

Prints the seconds of the first submission, which starts the server, and of each later one, in two ways of judging a
cohort: all under one secret seed, so that the reference's answers are shared (the aim is at most 0.15 s each), and
each under a seed of its own. Every submission is judged whole, gradients included, in a sandbox of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import time
from pathlib import Path

from judge import engines
from judge.catalog import open_catalog
from judge.engines.base import Engine
from judge.model import Verdict
from judge.pipeline import Grader, Options
from judge.submission import read_submission

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "attention.py"


def measure(engine: Engine, count: int, one_seed: bool) -> list[float]:
    """Wall seconds of each submission; raises where one is not accepted."""
    challenge = open_catalog(None).load("attention")
    times = []
    with contextlib.closing(Grader(challenge, engine, Options(runtime=False), one_seed=one_seed)) as grader:
        for _ in range(count):
            start = time.perf_counter()
            report = grader.judge(read_submission(EXAMPLE))
            times.append(time.perf_counter() - start)
            if report.verdict is not Verdict.ACCEPTED:
                raise SystemExit(f"{report.verdict}: {report.reason}")
    return times


def show(name: str, times: list[float]) -> None:
    """Prints the first, the median of the rest, and the rest."""
    first, *later = times
    print(f"{name:14s} first {first:.3f} s   later: median {statistics.median(later):.3f} s")
    print("               " + " ".join(f"{taken:.3f}" for taken in later))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="submissions after the first (default 20)")
    parser.add_argument("--sandbox", default="bubblewrap", help="engine (default bubblewrap)")
    arguments = parser.parse_args()
    with contextlib.closing(engines.choose(arguments.sandbox)) as engine:
        show("one seed", measure(engine, arguments.count + 1, one_seed=True))
        show("own seeds", measure(engine, arguments.count + 1, one_seed=False))


if __name__ == "__main__":
    main()
