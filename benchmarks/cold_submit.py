"""Cold start: `judge submit` of one file beside `python -m pytest` of five equivalent checks in one process.

Both are run as a user would run them, one after the other and in turn, so that a busy machine slows both alike:

    .venv/bin/python benchmarks/cold_submit.py [--repeat 5]

Prints the median of each and their ratio. The aim is a ratio of at most 1.5.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AIM = 1.5
COMMANDS = {
    "judge submit": [str(Path(sys.executable).with_name("judge")), "submit", "examples/attention.py", "--no-runtime"],
    "pytest": [sys.executable, "-m", "pytest", "-q", "benchmarks/pytest_attention"],
}


def seconds(command: list[str]) -> float:
    """Wall time of the command from the repository's root; raises where it fails."""
    quiet = subprocess.DEVNULL
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdin=quiet, stdout=quiet, stderr=quiet)
    return time.perf_counter() - start


def measure(repeat: int) -> dict[str, list[float]]:
    """Seconds of each command, in turn, after one unmeasured round that fills the file cache."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(repeat + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if turn:
                times[name].append(taken)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5, help="measured rounds (default 5)")
    times = measure(parser.parse_args().repeat)
    for name, taken in times.items():
        print(f"{name:14s} median {statistics.median(taken):6.2f} s   all {' '.join(f'{t:.2f}' for t in taken)}")
    judge, pytest = (statistics.median(taken) for taken in times.values())
    print(f"ratio          {judge / pytest:6.2f}     (aim: at most {AIM})")


if __name__ == "__main__":
    main()
