"""The report on a terminal: the verdict first, then the tests, the first failure explained, then the figures.

It shows whatever the report holds: give it `candidate_view(report)` unless the reader is the operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from judge.model import Mismatch, Report, RuntimeFigure, SandboxInfo, TestResult, Usage, Verdict
from judge.report.clean import clean, one_line

_STYLES = {Verdict.ACCEPTED: "green", Verdict.SKIPPED: "dim", Verdict.JUDGE_ERROR: "magenta"}
_BAR_CELLS = 8
_EXPLAINED = 3
_HELD = ("memory", "cpu", "processes")  # the limits whose mechanism differs from machine to machine; JSON has all
_ROWS = 15
_FAILURES = 8
_HINTS = 5
_UNREMARKABLE = (Verdict.ACCEPTED, Verdict.SKIPPED)
_TAIL_LINES = 40

_FINDINGS = {
    "within": "within the limit of {limit} times",
    "too_slow": "too slow: the limit is {limit} times",
    "cannot_tell": "this machine cannot tell whether it is within the limit of {limit} times",
    "reported": "reported, not judged",
}


def render(report: Report, console: Console, *, quiet: bool = False) -> None:
    """Prints the report, the verdict first and last; with `quiet` only its first line."""
    console.print(_headline(report))
    if quiet:
        return
    console.print(Text(one_line(report.reason)))
    for part in _parts(report, console):
        console.print()
        console.print(part)
    console.print()
    console.print(Group(*_facts(report)))
    console.print()
    console.print(Text(str(report.verdict), style=f"bold {_style(report.verdict)}"))


def _parts(report: Report, console: Console) -> Iterator[RenderableType]:
    if report.tests:
        yield _table(report, ascii_only=console.options.ascii_only)
    failures = [test for test in report.tests if test.verdict not in _UNREMARKABLE]
    if failures:
        yield _explain(failures[0])
    told = [hint for hint in report.hints if not failures or hint != failures[0].hint]
    if told:
        yield Group(*(Text(f"hint  {one_line(hint)}") for hint in told[:_HINTS]))
    if len(report.aspects) > 1:
        yield _aspects(report, ascii_only=console.options.ascii_only)
    for breach in report.policy.breaches:
        yield Text(f"Against the rules: {one_line(breach)}", style="red")
    yield from _operators_part(report)


def _style(verdict: Verdict) -> str:
    return _STYLES.get(verdict, "red")


def _headline(report: Report) -> Text:
    line = Text(str(report.verdict), style=f"bold {_style(report.verdict)}")
    if report.max_score:
        line.append(f"  {report.score:g} of {report.max_score:g} points", style="bold")
    if report.challenge:
        line.append(f"  {one_line(report.challenge.id)}", style="not bold default")
    return line


def _table(report: Report, *, ascii_only: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("test", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("share of budget", no_wrap=True)
    table.add_column("message", overflow="fold")
    shown, folded = _fold(report.tests)
    for test in shown:
        table.add_row(
            Text(one_line(test.name, 60)),
            Text(str(test.verdict), style=_style(test.verdict)),
            Text(f"{test.points:g}/{test.max_points:g}"),
            _bar(_share(test), ascii_only=ascii_only),
            Text(one_line(test.message)),
        )
    for verdict, tests in folded.items():
        points, possible = sum(test.points for test in tests), sum(test.max_points for test in tests)
        share = max((share for test in tests if (share := _share(test)) is not None), default=None)
        table.add_row(
            Text(f"{len(tests)} {'more' if shown else 'tests'}"),
            Text(str(verdict), style=_style(verdict)),
            Text(f"{points:g}/{possible:g}"),
            _bar(share, ascii_only=ascii_only),
            Text("" if share is None else "(the largest share)"),
        )
    return table


def _aspects(report: Report, *, ascii_only: bool) -> Table:
    """A bar for each aspect, full where all its points were earned."""
    table = Table.grid(padding=(0, 2))
    full, empty = ("#", "-") if ascii_only else ("█", "░")
    for one in report.aspects:
        cells = int(_BAR_CELLS * one.points / one.max_points) if one.max_points else _BAR_CELLS
        style = "green" if one.points == one.max_points else "red"
        bar = Text(full * cells, style=style).append(empty * (_BAR_CELLS - cells), style="dim")
        table.add_row(Text(one.aspect), bar, Text(f"{one.points:g}/{one.max_points:g}"))
    return table


def _fold(tests: Sequence[TestResult]) -> tuple[list[TestResult], dict[Verdict, list[TestResult]]]:
    """The tests that get a row of their own, and those that share one for each verdict because there are many."""
    if len(tests) <= _ROWS:
        return list(tests), {}
    shown = [test for test in tests if test.verdict not in _UNREMARKABLE][:_FAILURES]
    folded: dict[Verdict, list[TestResult]] = {}
    for test in tests:
        if not any(test is other for other in shown):
            folded.setdefault(test.verdict, []).append(test)
    return shown, folded


def _share(test: TestResult) -> float | None:
    """The largest share of a budget that any tensor of the test used, above 1 included."""
    shares = [mismatch.budget_used for mismatch in test.mismatches if mismatch.budget_used is not None]
    return max(shares, default=test.budget_used)


def _bar(share: float | None, *, ascii_only: bool) -> Text:
    """A small bar, full at 1, and the figure: percent up to the budget, `x` times beyond it."""
    if share is None:
        return Text("")
    full, empty = ("#", "-") if ascii_only else ("█", "░")
    # Anything used at all shows as one cell; `not share <= 1` is true for NaN too.
    over = not share <= 1
    cells = _BAR_CELLS if over else min(_BAR_CELLS, -int(-share * _BAR_CELLS // 1))
    figure = f"{_times(share)} x" if over else "<1%" if 0 < share < 0.01 else f"{share:.0%}"
    bar = Text(full * cells, style="red" if over else "green")
    return bar.append(empty * (_BAR_CELLS - cells), style="dim").append(f" {figure}", style="default")


def _times(share: float) -> str:
    """A factor above 1 with as many digits as help."""
    if not share < 1e6:
        return "over a million"
    return f"{share:.2g}" if share < 10 else f"{share:,.0f}"


def _explain(test: TestResult) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    if test.message and not test.mismatches:
        grid.add_row("why", Text(one_line(test.message)))
    for mismatch in test.mismatches[:_EXPLAINED]:
        for label, words in _explain_mismatch(mismatch):
            grid.add_row(label, Text(words))
    if len(test.mismatches) > _EXPLAINED:
        grid.add_row("more", Text(f"{len(test.mismatches) - _EXPLAINED} more tensors differ"))
    if test.hint:
        grid.add_row("hint", Text(one_line(test.hint)))
    title = Text(f"{one_line(test.name, 60)}: {test.verdict}")
    return Panel(grid, title=title, title_align="left", border_style=_style(test.verdict), expand=False)


def _explain_mismatch(mismatch: Mismatch) -> Iterator[tuple[str, str]]:
    yield "tensor", one_line(mismatch.tensor)
    if mismatch.kind != "value":  # the two lines below say it better
        yield "what", one_line(mismatch.message)
    if mismatch.worst_index is not None:
        yield "where", f"worst at [{', '.join(str(index) for index in mismatch.worst_index)}]"
    if mismatch.budget_used is not None:
        yield "error", f"{_times(mismatch.budget_used)} times the budget"


def _operators_part(report: Report) -> Iterator[RenderableType]:
    """Details and printed output: only there when the report is the operator's view."""
    for test in report.tests:
        if test.detail:
            yield Panel(Text(_tail(test.detail)), title=Text(f"{one_line(test.name, 60)}: detail"), title_align="left")
    for name, printed in (("stdout", report.output.stdout), ("stderr", report.output.stderr)):
        if printed:
            yield Panel(Text(_tail(printed)), title=Text(name), title_align="left")


def _tail(text: str) -> str:
    lines = clean(text).rstrip("\n").split("\n")
    left_out = len(lines) - _TAIL_LINES
    return "\n".join(lines if left_out <= 0 else [f"({left_out} lines above left out)", *lines[-_TAIL_LINES:]])


def _facts(report: Report) -> Iterator[Text]:
    if report.runtime:
        yield Text(_runtime(report.runtime))
    yield Text(_usage(report.usage, report.sandbox))
    if report.sandbox:
        yield _sandbox(report.sandbox)
    if report.seed is None:
        return
    if report.replay:
        yield Text(f"replay of seed {one_line(report.seed)}: inputs were known beforehand, so no graded verdict")
    else:
        yield Text(f"seed     {one_line(report.seed)} (--seed replays this run)", style="dim")


def _runtime(figure: RuntimeFigure) -> str:
    limit = "" if figure.at_most is None else f"{figure.at_most:g}"
    return (
        f"runtime  {figure.ratio:.3g} times the reference ({figure.low:.3g} to {figure.high:.3g}, "
        f"noise {figure.noise:.2g}; {figure.candidate_ms:.3g} ms against {figure.reference_ms:.3g} ms): "
        + _FINDINGS[figure.finding].format(limit=limit)
    )


def _usage(usage: Usage, sandbox: SandboxInfo | None) -> str:
    limits = sandbox.limits if sandbox else None
    figures = (
        ("wall", f"{usage.wall_s:.2f}", limits and f"{limits.total_wall_s:g}", "s"),
        ("cpu", f"{usage.cpu_s:.2f}", limits and f"{limits.cpu_s:g}", "s"),
        ("memory", f"{usage.memory_peak_mb:.0f}", limits and f"{limits.memory_mb}", "MiB"),
        ("processes", f"{usage.processes_peak}", limits and f"{limits.processes}", ""),
    )
    words = (f"{name} {used}{f' of {cap}' if cap else ''} {unit}".rstrip() for name, used, cap, unit in figures)
    return "usage    " + ", ".join(words)


def _sandbox(sandbox: SandboxInfo) -> Text:
    if sandbox.engine == "none":
        words = "sandbox  none: the program ran with your own rights; only for code that you trust"
        return Text(words, style="bold red")
    held = ", ".join(f"{limit} by {sandbox.enforced_by[limit]}" for limit in _HELD if limit in sandbox.enforced_by)
    image = f" {sandbox.image}" if sandbox.image else ""
    return Text("sandbox  " + one_line(f"{sandbox.engine}{image}{f' ({held})' if held else ''}"), style="dim")
