"""The results as a table for docs/security.md: `python -m judge.redteam REPORT.json ...` puts it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from judge.trial import RedteamReport, Trial

BEGIN, END = "<!-- redteam: made by python -m judge.redteam -->", "<!-- redteam: end -->"


def put(text: str, reports: Sequence[RedteamReport]) -> str:
    """The document with the table of these reports between its two markers; raises ValueError where it lacks them."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document needs the lines {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{markdown(reports)}\n{END}{tail}"


def markdown(reports: Sequence[RedteamReport]) -> str:
    """One row for each kind and verdict, with all attacks that ended so; then what no program stands for."""
    names = [report.engine for report in reports]
    lines = [*_summary(reports), ""]
    lines += [f"| kind | {' | '.join(names)} | attacks |", "|---" * (len(names) + 2) + "|"]
    lines += _rows(reports)
    lines += ["", "| number | what | why no program stands for it |", "|---|---|---|"]
    lines += [f"| {one.number} | {one.title} | {one.why} |" for one in reports[0].elsewhere]
    return "\n".join(lines) + "\n"


def _summary(reports: Sequence[RedteamReport]) -> Iterator[str]:
    for report in reports:
        contained = sum(trial.contained for trial in report.trials)
        right = sum(trial.contained for trial in report.controls)
        yield f"- {report.engine}: {contained} of {len(report.trials)} attacks contained, {right} of 2 controls right."


def _rows(reports: Sequence[RedteamReport]) -> Iterator[str]:
    found = [{trial.name: trial for trial in (*report.controls, *report.trials)} for report in reports]
    names = dict.fromkeys(name for trials in found for name in trials)
    keyed = sorted((_key([trials.get(name) for trials in found], name), name) for name in names)
    for (kind, *verdicts), group in groupby(keyed, key=lambda pair: pair[0]):
        told = ", ".join(_told(name, found) for _, name in group)
        yield f"| {kind} | {' | '.join(verdicts)} | {told} |"


def _key(trials: Sequence[Trial | None], name: str) -> tuple[str, ...]:
    return (name.partition("/")[0], *("not run" if one is None else _outcome(one) for one in trials))


def _outcome(trial: Trial) -> str:
    return str(trial.actual) if trial.contained else f"**{trial.actual}, not contained**"


def _told(name: str, found: Sequence[dict[str, Trial]]) -> str:
    covers = next(trials[name].covers for trials in found if name in trials)
    return name.partition("/")[2] + (f" ({' '.join(covers)})" if covers else "")
