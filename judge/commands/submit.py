"""`judge submit FILE`: one program judged. The report goes to the terminal, to JSON and to JUnit as asked."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from judge.commands import options
from judge.errors import JudgeError


class Submit(click.Command):
    """Whoever asked for JSON gets it for a mistyped command line too."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does it, with a report of what is wrong."""
        given = list(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as fault:
            target = _json_target(given)
            if target is not None:
                from judge.commands.judging import failure_report, write_json

                write_json(failure_report("", fault.format_message()), target)
            raise


def _json_target(arguments: Sequence[str]) -> str | None:
    """The value of --json in arguments that click could not parse."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--json="):
            return argument.removeprefix("--json=") or None
        if argument == "--json":
            return next(iter(arguments[position + 1 :]), None)
    return os.environ.get("JUDGE_SUBMIT_JSON") or None


def _seed(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None or re.fullmatch(r"[0-9a-fA-F]{1,32}", value):
        return value and value.lower()
    raise click.BadParameter("write up to 32 hexadecimal digits, as a report's `seed` has them")


@click.command(name="submit", cls=Submit)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--challenge", metavar="ID", help="The challenge, where the file's name and first lines do not say it.")
@options.pack
@options.sandbox
@options.image
@options.runtime
@options.require
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    envvar="JUDGE_DEVICE",
    show_default=True,
    help="Where tensors live.",
)
@click.option("--seed", metavar="HEX", callback=_seed, help="Replay a report's inputs; not a graded verdict.")
@click.option("--no-runtime", is_flag=True, help="Do not measure the runtime.")
@click.option("--json", "json_target", metavar="PATH|-", help="Write the report as JSON; - is stdout.")
@click.option("--junit", "junit_target", metavar="PATH", help="Write the report as JUnit XML.")
@click.option("--reveal", is_flag=True, help="Show tests' own names, details and printed output: for the operator.")
@click.option("--quiet", is_flag=True, help="Only the verdict line, and no progress.")
def command(**given: Any) -> int:
    """Judge one program. Exit code: 0 accepted, 1 not accepted, 2 usage, 3 judge error, 130 interrupted."""
    from judge.commands.judging import Request, outcome, publish

    request = Request(**given)
    report, code = outcome(request)
    try:
        publish(report, code, request)
    except JudgeError:
        # A report that cannot be written is a fault only where nothing went wrong before.
        if code in (0, 1):
            raise
    return code
