"""`judge doctor`: what this machine can enforce."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from judge.errors import EngineUnavailable

if TYPE_CHECKING:
    from judge.doctor import Diagnosis

_STYLES = {"ok": "green", "weak": "yellow", "missing": "red"}


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="One object on stdout.")
def command(as_json: bool) -> int:
    """Say what this machine can enforce. Exit code 3 where no sandbox can be started."""
    from judge.doctor import examine

    diagnosis = examine()
    if as_json:
        click.echo(json.dumps(asdict(diagnosis), indent=2))
    else:
        _print(diagnosis)
    return 0 if diagnosis.engine else EngineUnavailable.exit_code


def _print(diagnosis: Diagnosis) -> None:
    from rich.table import Table
    from rich.text import Text

    from judge.report.clean import one_line
    from judge.report.console import console

    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("", "what", "found", "what to do"):
        table.add_column(header, overflow="fold")
    for finding in diagnosis.findings:
        state = Text(finding.state, _STYLES[finding.state])
        table.add_row(state, Text(finding.name), Text(one_line(finding.found)), Text(one_line(finding.advice)))
    console().print(table)
