"""`judge doctor`: what this machine can enforce."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from judge.commands import options
from judge.errors import EngineUnavailable

if TYPE_CHECKING:
    from judge.doctor import Diagnosis, Finding

_STYLES = {"ok": "green", "degraded": "yellow", "missing": "red"}


@click.command(name="doctor")
@options.sandbox
@options.runtime
@options.require
@click.option("--strict", is_flag=True, help="Fail where what the sandbox stands on is degraded.")
@click.option("--json", "as_json", is_flag=True, help="One object on stdout.")
def command(sandbox: str, runtime: str | None, require: tuple[str, ...], strict: bool, as_json: bool) -> int:
    """Say what this machine can enforce, and how to get more.

    Exit code 3 where no sandbox can be started, where one that was required lacks something, and with --strict where
    anything that it stands on is degraded.
    """
    from judge.doctor import examine

    diagnosis = examine(sandbox, runtime, require)
    if as_json:
        click.echo(json.dumps(asdict(diagnosis), indent=2))
    else:
        _print(diagnosis)
    faults = [fault for fault in diagnosis.faults() if strict or fault.name.startswith("--")]
    return EngineUnavailable.exit_code if faults else 0


def _print(diagnosis: Diagnosis) -> None:
    from rich.table import Table
    from rich.text import Text

    from judge.report.clean import one_line
    from judge.report.console import console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("", "what", "found"):
        table.add_column(header, overflow="fold")
    for finding in diagnosis.findings:
        state = Text(finding.state, _STYLES[finding.state])
        table.add_row(state, Text(finding.name), Text(one_line(finding.found)))
    screen = console()
    screen.print(table)
    for finding in diagnosis.findings:
        if finding.state != "ok":
            screen.print(_remedy(finding), soft_wrap=True)


def _remedy(finding: Finding) -> str:
    """What a lack means, and the command that mends it, on a line of its own to be copied."""
    return f"\n{finding.name} is {finding.state}: {finding.means}\n    {finding.command}"
