"""Where people read: consoles that honour NO_COLOR, TERM and pipes, and never read text as markup."""

from __future__ import annotations

import os

from rich.console import Console

from judge.report.stdout import reader_is_gone

# A pipe has no width; wide enough that a message is rarely broken.
_PIPE_WIDTH = 120


class _Patient(Console):
    def on_broken_pipe(self) -> None:
        # rich would end the program with 1, which means "not accepted".
        self.quiet = True
        reader_is_gone()


def console(*, stderr: bool = False) -> Console:
    """A console on stdout or stderr. Text from anywhere is printed as it is: no markup, no emoji, no guesses."""
    plain = _Patient(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not plain.is_terminal and "COLUMNS" not in os.environ:
        plain.width = _PIPE_WIDTH
    return plain
