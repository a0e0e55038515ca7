"""`judge start ID`: the stub, ready to be filled in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from judge.commands import options
from judge.errors import UsageError


@click.command(name="start")
@click.argument("challenge", metavar="ID")
@options.pack
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
def command(challenge: str, pack: Path | None, force: bool) -> None:
    """Write the stub of a challenge into the current folder."""
    from judge.catalog import open_catalog

    found = open_catalog(pack).load(challenge)
    target = f"{found.id.replace('-', '_')}.py"
    _write(target, (found.folder / "stub.py").read_bytes(), force=force)
    click.echo(target)
    click.echo(f"fill it in, then: judge submit {target}", err=True)


def _write(target: str, content: bytes, *, force: bool) -> None:
    # Never through a link: the file that it points to may be someone's work elsewhere.
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | (os.O_TRUNC if force else os.O_EXCL)
    try:
        with os.fdopen(os.open(target, flags, 0o666), "wb") as stream:
            stream.write(content)
    except FileExistsError:
        raise UsageError(f"{target}: is there already; --force overwrites it") from None
    except OSError as fault:
        raise UsageError(f"{target}: cannot be written: {fault.strerror}") from None
