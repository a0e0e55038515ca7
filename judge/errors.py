"""Our own faults, each with the exit code it ends the program with.

A candidate's fault is never an exception of this module: it is a verdict, carried by `judge.session.CandidateFault`
and ends in a report. What stands here is a mistake in the call (2) or a failure of the judge's own machinery (3).
"""

from __future__ import annotations


class JudgeError(Exception):
    """The judge could not do its work; says what happened and what to do next."""

    exit_code = 3


class UsageError(JudgeError):
    """The call, a configuration or a challenge folder is wrong, and its owner can mend it."""

    exit_code = 2


class EngineUnavailable(JudgeError):
    """No sandbox of the wanted kind can be started on this machine."""
