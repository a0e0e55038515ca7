"""`judge show ID`: a challenge's statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.commands import options

if TYPE_CHECKING:
    from judge.model import Challenge


@click.command(name="show")
@click.argument("challenge", metavar="ID")
@options.pack
def command(challenge: str, pack: Path | None) -> None:
    """Show a statement: rendered on a terminal, plain Markdown elsewhere."""
    from judge.catalog import open_catalog
    from judge.report.console import console

    found = open_catalog(pack).load(challenge)
    statement = (found.folder / "statement.md").read_text(encoding="utf-8")
    screen = console()
    if not screen.is_terminal:
        click.echo(f"{statement.rstrip()}\n\n{_facts(found)}")
        return
    from rich.markdown import Markdown
    from rich.text import Text

    screen.print(Markdown(statement, hyperlinks=False))
    screen.print()
    screen.print(Text(_facts(found), style="dim"))


def _facts(challenge: Challenge) -> str:
    limits = challenge.limits
    at_most = challenge.runtime.at_most
    lines = [
        f"{challenge.id}: {challenge.difficulty}; {', '.join(challenge.topics)}",
        f"may use {' or '.join(challenge.framework)}",
        f"one call {limits.wall_s:g} s, in all {limits.total_wall_s:g} s, memory {limits.memory_mb} MiB, "
        + (f"at most {at_most:g} times the reference's time" if at_most else "runtime reported, not judged"),
        f"judge start {challenge.id} writes the stub",
    ]
    return "\n".join(lines)
