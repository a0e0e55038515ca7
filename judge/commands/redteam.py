"""`judge redteam`: the shipped attacks, judged on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from judge.commands import options, target

if TYPE_CHECKING:
    from judge.engines.base import Engine
    from judge.trial import RedteamReport, Trial


@click.command(name="redteam")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "docker", "bubblewrap"]),
    default="auto",
    envvar="JUDGE_SANDBOX",
    show_default=True,
    help="What the attacks run in.",
)
@options.image
@click.option("--runtime", envvar="JUDGE_RUNTIME", metavar="NAME", help="The docker runtime, such as runsc or nvidia.")
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", envvar="JUDGE_DEVICE", show_default=True
)
@click.option("--only", multiple=True, metavar="WORD", help="An attack, a kind or a number of the list; repeatable.")
@click.option("--json", "json_target", metavar="PATH|-", help="Write the results as JSON; - is stdout.")
@click.option("--quiet", is_flag=True, help="Only what is not contained, the summary, and no progress.")
def command(json_target: str | None, quiet: bool, only: tuple[str, ...], device: str, **engine: Any) -> int:
    """Judge the shipped attacks. Exit code: 0 all contained, 1 not, 2 usage, 3 judge error, 130 interrupted."""
    target.check("--json", json_target)
    from judge.redteam.suite import attacks

    report = _run(attacks(only), "cpu" if device == "auto" else device, json_target != target.STDOUT, quiet, engine)
    if json_target != target.STDOUT:
        _summary(report)
    if json_target is not None:
        target.write(json_target, report.model_dump_json(indent=2, ensure_ascii=True) + "\n")
    return 0 if report.contained else 1


def _run(attacks: list[Any], device: str, told: bool, quiet: bool, wanted: dict[str, Any]) -> RedteamReport:
    from judge.commands.progress import progress
    from judge.redteam.run import run

    def start() -> Engine:
        from judge.engines import choose

        name = wanted.pop("sandbox")
        return choose(name, **{option: value for option, value in wanted.items() if value})

    def ended(trial: Trial) -> None:
        if told and not (quiet and trial.contained):
            _print(trial)

    with progress(quiet=quiet or (told and sys.stdout.isatty())) as say:  # there the lines themselves are progress
        say("starting the sandboxes")
        return run(start, attacks, device, lambda attack: say(f"judging {attack.name}"), ended)


def _print(trial: Trial) -> None:
    """One trial as soon as it has ended: a suite takes minutes, and a run that is stopped has told all until then."""
    from rich.text import Text

    from judge.report.clean import one_line
    from judge.report.console import console

    held = sum(one.held for one in trial.conditions)
    line = Text("contained" if trial.contained else "NOT CONTAINED", "green" if trial.contained else "bold red")
    line.append(f"  {trial.name:40}  ", "bold").append(f"{trial.actual} of {' '.join(trial.expected)}")
    line.append(f"  {held} of {len(trial.conditions)} conditions  {trial.wall_s:.1f} s", "dim")
    wrong = [] if trial.actual in trial.expected else [f"verdict: {trial.reason}"]
    wrong += [f"{condition.name}: {condition.found}" for condition in trial.broken]
    screen = console()
    for text in (line, *(Text(f"    {one_line(one)}", "red") for one in wrong)):
        screen.print(text, soft_wrap=True)


def _summary(report: RedteamReport) -> None:
    from rich.text import Text

    from judge.report.console import console

    contained, right = (sum(one.contained for one in trials) for trials in (report.trials, report.controls))
    text = f"{contained} of {len(report.trials)} attacks contained by {report.engine}, {right} of 2 controls right"
    console().print(Text(text, "bold green" if report.contained else "bold red"))
