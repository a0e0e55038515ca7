"""`judge new ID`: the skeleton of a challenge."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="new")
@click.argument("challenge", metavar="ID")
@click.option(
    "--pack",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    envvar="JUDGE_PACK",
    show_default=True,
    metavar="DIR",
    help="The folder with challenges/ and reference/; they are made where they are missing.",
)
def command(challenge: str, pack: Path) -> None:
    """Write the skeleton of a new challenge; `judge check` then says what is to be done."""
    from judge import skeleton

    for path in skeleton.write(challenge, pack):
        click.echo(path)
    click.echo(f"what is to be done: judge check {challenge} --pack {pack}", err=True)
