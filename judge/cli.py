"""The program `judge`: makes the process safe to start in any folder, runs a command, turns its end into an exit code.

Nothing but the standard library is imported before `main` has begun: the current folder may be a candidate's, and a
file there called click.py must stay a mere file.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

INTERRUPTED = 130


def main() -> None:
    """Entry point of the console script; ends the process with 0, 1, 2, 3 or 130 (docs/operator.md)."""
    _forget_current_folder()
    from judge.report.joblog import JobLog

    sys.stdout, sys.stderr = JobLog.around(sys.stdout), JobLog.around(sys.stderr)
    # CI ends a job with SIGTERM, a closed terminal with SIGHUP; sandboxes are to be removed then too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # under nohup it is not
            signal.signal(number, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command line without ending the process; returns its exit code."""
    import click

    from judge.commands import commands
    from judge.commands.internal import place
    from judge.errors import JudgeError

    try:
        code = commands.main(list(arguments), prog_name="judge", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except JudgeError as fault:
        _say(str(fault))
        return fault.exit_code
    except Exception as fault:  # noqa: BLE001  python would end with 1, which means "not accepted"
        _say(place(fault))
        return JudgeError.exit_code
    return code if isinstance(code, int) else 0


def _say(message: str) -> None:
    from judge.report.clean import clean

    stream: TextIO = sys.stderr
    stream.write(f"judge: {clean(message)}\n")


def _forget_current_folder() -> None:
    """Takes the current folder off the import path, under whatever name it stands there."""
    try:
        here = Path.cwd().resolve()
    except OSError:  # it was removed
        here = None
    sys.path[:] = [entry for entry in sys.path if Path(entry).is_absolute() and Path(entry).resolve() != here]
