"""`judge list`: the challenges at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from judge.commands import options
from judge.errors import JudgeError

if TYPE_CHECKING:
    from judge.model import Challenge

_DIFFICULTIES = ("easy", "medium", "hard")


@click.command(name="list")
@options.pack
@click.option("--by", type=click.Choice(["topic", "difficulty"]), default="topic", show_default=True, help="Group by.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects on stdout.")
def command(pack: Path | None, by: str, as_json: bool) -> int:
    """List the challenges."""
    from judge.catalog import open_catalog

    if not as_json:
        _print(open_catalog(pack).load_all(), by)
        return 0
    try:
        click.echo(json.dumps([_entry(challenge) for challenge in open_catalog(pack).load_all()], indent=2))
    except JudgeError as fault:
        click.echo(json.dumps({"error": str(fault)}, indent=2))
        raise
    return 0


def _entry(challenge: Challenge) -> dict[str, Any]:
    return {**challenge.model_dump(mode="json"), "version": challenge.version}


def _print(challenges: tuple[Challenge, ...], by: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from judge.report.console import console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in (by, "id", "title", "difficulty" if by == "topic" else "topics"):
        table.add_column(header, overflow="fold")
    previous = None
    for group, challenge in sorted(((_group(item, by), item) for item in challenges), key=_order):
        rest = challenge.difficulty if by == "topic" else ", ".join(challenge.topics)
        shown = group if group != previous else ""
        table.add_row(Text(shown, "bold"), Text(challenge.id, "cyan"), Text(challenge.title), Text(rest))
        previous = group
    console().print(table if challenges else Text("no challenges"))


def _group(challenge: Challenge, by: str) -> str:
    """Its difficulty, or the first of its topics."""
    return challenge.difficulty if by == "difficulty" else next(iter(challenge.topics), "other")


def _order(entry: tuple[str, Challenge]) -> tuple[int, str, int, str]:
    group, challenge = entry
    difficulty = _DIFFICULTIES.index(challenge.difficulty)
    return (_DIFFICULTIES.index(group) if group in _DIFFICULTIES else -1, group, difficulty, challenge.id)
