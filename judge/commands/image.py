"""`judge image build`: the image of the docker engine."""

from __future__ import annotations

from pathlib import Path

import click

from judge.commands import options


@click.group(name="image")
def command() -> None:
    """The image of the docker engine."""


@command.command(name="build")
@options.image
@click.option("--base", metavar="IMAGE", help="Build on this image (with python3 and venv) instead of the default.")
@click.option(
    "--wheels", metavar="DIR", type=click.Path(path_type=Path), help="Install from wheels here, not from the network."
)
@click.option("--torch-index", metavar="URL", help="The package index that torch comes from.")
@click.option("--quiet", is_flag=True, help="No progress.")
def build(image: str | None, base: str | None, wheels: Path | None, torch_index: str | None, quiet: bool) -> None:
    """Build the image from the shipped Dockerfile and print its id."""
    from judge.commands.progress import progress
    from judge.engines import image as images

    with progress(quiet=quiet) as say:
        identity = images.build(
            base=base, tag=image or images.TAG, wheels=wheels, torch_index=torch_index, progress=say
        )
    click.echo(identity)
