"""What ends a sandbox: limits, each with its verdict, the figure reached and the figure allowed, and its own end."""

from __future__ import annotations

import signal

from judge.engines.base import Death
from judge.model import Limits, Verdict
from judge.units import share

_KIB, _MIB = 1 << 10, 1 << 20


def memory(reached: float, limits: Limits) -> Death:
    """All processes together used so many bytes."""
    allowed = limits.memory_mb * _MIB
    return Death(Verdict.MEMORY_LIMIT_EXCEEDED, f"memory: {share(reached, allowed)}, killed")


def processor_time(reached_s: float, limits: Limits) -> Death:
    """All processes together used so many seconds of processor time."""
    return Death(Verdict.TIME_LIMIT_EXCEEDED, f"cpu time: {reached_s:.1f} of {limits.cpu_s:g} s, killed")


def output(stream: str, printed: int, limits: Limits) -> Death:
    """So many bytes were seen on "stdout" or "stderr"."""
    return Death(Verdict.OUTPUT_LIMIT_EXCEEDED, f"{stream}: {share(printed, limits.output_kb * _KIB)}, killed")


def exit_status(code: int, limits: Limits) -> Death:
    """The first process of a container ended, by itself or otherwise: 128 + n stands for signal n."""
    if code == 128 + signal.SIGXCPU:
        return processor_time(limits.cpu_s, limits)
    if code - 128 in set(signal.Signals):
        return Death(Verdict.RUNTIME_ERROR, f"the program was ended by {signal.Signals(code - 128).name}")
    return Death(Verdict.RUNTIME_ERROR, f"the program ended itself with exit status {code} before it answered")
