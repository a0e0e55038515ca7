"""Progress on stderr: a spinner on a terminal, plain lines elsewhere, nothing where quiet is wanted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]
_PAUSE_S = 1.0


@contextmanager
def progress(*, quiet: bool) -> Iterator[Say]:
    """A function that shows what is being done now."""
    if quiet:
        yield lambda _message: None
        return
    from judge.report.clean import one_line
    from judge.report.console import console

    screen = console(stderr=True)
    if not screen.is_terminal or screen.is_dumb_terminal:
        yield _now_and_then(lambda message: screen.print(one_line(message), soft_wrap=True))
        return
    from rich.text import Text

    with screen.status(Text("")) as status:
        yield lambda message: status.update(Text(one_line(message)))


def _now_and_then(say: Say) -> Say:
    """The same, but at most once in `_PAUSE_S`: a log does not need every step."""
    last = -math.inf

    def sometimes(message: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PAUSE_S:
            last = now
            say(message)

    return sometimes
