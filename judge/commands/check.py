"""`judge check [ID ...]`: whether challenges accept what is right and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.commands import options, target

if TYPE_CHECKING:
    from judge.findings import Checked, CheckReport


@click.command(name="check")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@options.pack
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "docker", "bubblewrap"]),
    default="auto",
    envvar="JUDGE_SANDBOX",
    show_default=True,
    help="What programs run in.",
)
@click.option("--quick", is_flag=True, help="Leave out the mutants.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Challenges at the same time [default: cores].")
@click.option("--no-cache", is_flag=True, help="Check also what was found faultless before and has not changed.")
@click.option("--json", "json_target", metavar="PATH|-", help="Write the findings as JSON; - is stdout.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(
    ids: tuple[str, ...],
    pack: Path | None,
    sandbox: str,
    quick: bool,
    jobs: int | None,
    no_cache: bool,
    json_target: str | None,
    quiet: bool,
) -> int:
    """Prove that challenges grade what they mean to; all of them where no ID is given. Exit code 1: findings."""
    from judge.catalog import open_catalog
    from judge.check.table import tables
    from judge.report.console import console

    target.check("--json", json_target)
    catalog = open_catalog(pack)
    wanted = list(dict.fromkeys(catalog.resolve(name) for name in ids)) or list(catalog.ids())
    checked = _checked(wanted, pack, sandbox, quick, jobs or len(os.sched_getaffinity(0)), no_cache, quiet)
    for part in tables(checked) if json_target != target.STDOUT else ():
        console().print(part)
    report = _report(checked)
    if json_target is not None:
        target.write(json_target, report.model_dump_json(indent=2, ensure_ascii=True) + "\n")
    return 0 if report.faultless else 1


def _report(checked: list[Checked]) -> CheckReport:
    import judge
    from judge.findings import CheckReport

    faultless = not any(one.findings for one in checked)
    return CheckReport(judge=judge.__version__, faultless=faultless, challenges=tuple(checked))


def _checked(
    wanted: list[str], pack: Path | None, sandbox: str, quick: bool, jobs: int, no_cache: bool, quiet: bool
) -> list[Checked]:
    """The results, in the order of `wanted`; from the cache where nothing has changed."""
    from judge.catalog import content_version, open_catalog
    from judge.check import parallel
    from judge.check.cache import Cache, folder
    from judge.check.challenge import QUICK, STEPS
    from judge.commands.progress import progress

    catalog, cache = open_catalog(pack), Cache(folder(), sandbox, quick)
    found = {}
    for name in wanted if not no_cache else ():
        known = cache.get(content_version(catalog.challenges / name, catalog.reference / f"{name}.py"))
        if known is not None:
            found[name] = known
    orders = [parallel.Order(name, pack, sandbox, QUICK if quick else STEPS) for name in wanted if name not in found]
    with progress(quiet=quiet) as say:
        for one in parallel.run(orders, jobs, say) if orders else ():
            cache.keep(one)
            found[one.challenge] = one
            say(f"{one.challenge}: {len(one.findings)} finding{'' if len(one.findings) == 1 else 's'}")
    return [found[name] for name in wanted]
