"""Warm start: twenty submissions to one challenge, one after the other, through one engine and its warm server.

    .venv/bin/python benchmarks/warm_submit.py [--count 20] [--sandbox bubblewrap]

Prints the seconds of the first submission, which starts the server, and of each later one. The aim is at most 0.15 s
each, without timing. Every submission is judged whole: hidden tests, gradients, a sandbox of its own.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from judge import engines
from judge.catalog import open_catalog
from judge.engines.base import Engine
from judge.model import Verdict
from judge.pipeline import Options, judge_submission
from judge.submission import read_submission

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "attention.py"
AIM_S = 0.15


def measure(engine: Engine, count: int) -> list[float]:
    """Wall seconds of each submission; raises where one is not accepted."""
    challenge = open_catalog(None).load("attention")
    times = []
    for _ in range(count):
        start = time.perf_counter()
        report = judge_submission(read_submission(EXAMPLE), challenge, engine, Options(runtime=False))
        times.append(time.perf_counter() - start)
        if report.verdict is not Verdict.ACCEPTED:
            raise SystemExit(f"{report.verdict}: {report.reason}")
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20, help="submissions after the first (default 20)")
    parser.add_argument("--sandbox", default="bubblewrap", help="engine (default bubblewrap)")
    arguments = parser.parse_args()
    engine = engines.choose(arguments.sandbox)
    try:
        first, *later = measure(engine, arguments.count + 1)
    finally:
        engine.close()
    print(f"first          {first:6.3f} s")
    print(f"later  median  {statistics.median(later):6.3f} s   (aim: at most {AIM_S})")
    print("       all     " + " ".join(f"{taken:.3f}" for taken in later))


if __name__ == "__main__":
    main()
