"""What a check found, for a terminal: a summary, the margins, and every finding with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from judge.findings import Checked, Finding, Gap
from judge.report.clean import one_line


def tables(checked: Sequence[Checked]) -> Iterator[RenderableType]:
    """Everything that `judge check` prints, from the details to the summary."""
    for one in checked:
        if one.gaps:
            yield _gaps(one)
            yield Text("")
    for one in checked:
        for finding in one.findings:
            yield from _finding(one.challenge, finding)
    yield _summary(checked)


def _gaps(one: Checked) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", title=f"{one.challenge}: shares of the budget")
    table.title_justify = "left"
    for header, justify in (("tensor", "left"), ("right, at most", "right"), ("program", "left")):
        table.add_column(header, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for header, justify in (("wrong, at least", "right"), ("program", "left")):
        table.add_column(header, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for gap in one.gaps:
        table.add_row(gap.tensor, _share(gap.right), _stem(gap.right_program), _wrong(gap), _stem(gap.wrong_program))
    return table


def _wrong(gap: Gap) -> str:
    return "" if not gap.wrong_program else _share(float("inf") if gap.wrong is None else gap.wrong)


def _share(share: float) -> str:
    if share == float("inf"):
        return "no budget"
    return f"{share:.1%}" if share < 1 else f"{share:,.0f} x" if share < 1e6 else "over a million x"


def _stem(program: str) -> str:
    return program.rpartition("/")[2].removesuffix(".py")


def _finding(challenge: str, finding: Finding) -> Iterator[RenderableType]:
    line = Text(f"{challenge} ", style="bold")
    line.append(f"{finding.kind} ", style="red")
    line.append(f"{one_line(finding.subject, 120)}: ", style="bold").append(one_line(finding.message), style="not bold")
    yield line
    for row in finding.diff.splitlines():
        yield Text(f"    {row}", style="green" if row.startswith("+") else "red" if row.startswith("-") else "dim")


def _summary(checked: Sequence[Checked]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in ("challenge", "findings", "programs", "mutants killed", "equivalent", "float32 error", "seconds"):
        table.add_column(header, justify="left" if header == "challenge" else "right", no_wrap=True)
    for one in sorted(checked, key=lambda each: each.challenge):
        kills = one.kills
        table.add_row(
            Text(one.challenge),
            Text(str(len(one.findings)), style="red" if one.findings else "green"),
            str(one.programs),
            "" if kills is None else f"{kills.killed} of {kills.mutants - kills.equivalent} ({kills.rate():.0%})",
            "" if kills is None else str(kills.equivalent),
            "" if one.float32_error is None else f"{one.float32_error:.1e}",
            f"{one.seconds:.0f}",
        )
    return table
