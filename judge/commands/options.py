"""Options that several commands share. The environment variable holds for all of them; the flag wins over it."""

from __future__ import annotations

from pathlib import Path

import click

pack = click.option(
    "--pack",
    type=click.Path(path_type=Path),
    envvar="JUDGE_PACK",
    metavar="DIR",
    help="Use the challenges of this folder (challenges/ and reference/) instead of the shipped ones.",
)

image = click.option("--image", envvar="JUDGE_IMAGE", metavar="NAME", help="The docker image to run in.")
