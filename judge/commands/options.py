"""Options that several commands share. The environment variable holds for all of them; the flag wins over it."""

from __future__ import annotations

from pathlib import Path

import click

from judge.errors import UsageError

pack = click.option(
    "--pack",
    type=click.Path(path_type=Path),
    envvar="JUDGE_PACK",
    metavar="DIR",
    help="Use the challenges of this folder (challenges/ and reference/) instead of the shipped ones.",
)

image = click.option("--image", envvar="JUDGE_IMAGE", metavar="NAME", help="The docker image to run in.")

sandbox = click.option(
    "--sandbox",
    type=click.Choice(["auto", "docker", "bubblewrap", "none"]),
    default="auto",
    envvar="JUDGE_SANDBOX",
    show_default=True,
    help="What the program runs in; none is for code of your own.",
)

runtime = click.option(
    "--runtime", envvar="JUDGE_RUNTIME", metavar="NAME", help="The docker runtime, such as runsc or nvidia."
)


def _names(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    from judge.engines.floor import parse

    try:
        return parse(value)
    except UsageError as fault:
        raise click.BadParameter(str(fault)) from None


require = click.option(
    "--require",
    envvar="JUDGE_REQUIRE",
    metavar="NAMES",
    callback=_names,
    help="Grade only where the sandbox has these: cgroup,seccomp,userns,gvisor.",
)
