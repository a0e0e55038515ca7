"""Progress on stderr: a spinner on a terminal, plain lines elsewhere, nothing where quiet is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


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
        yield lambda message: screen.print(one_line(message), soft_wrap=True)
        return
    from rich.text import Text

    with screen.status(Text("")) as status:
        yield lambda message: status.update(Text(one_line(message)))
