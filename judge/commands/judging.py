"""What `judge submit` does: from a command line's values to a report, whatever goes wrong, and out with it."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from judge.commands import target
from judge.commands.internal import place
from judge.commands.progress import progress
from judge.errors import JudgeError, UsageError
from judge.model import Challenge, Identity, Report, Submission, SubmissionIdentity, Verdict
from judge.submission import SourceTooLarge, oversize_report, read_submission

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_EXIT_CODES = {Verdict.ACCEPTED: 0, Verdict.JUDGE_ERROR: 3}


@dataclass(frozen=True)
class Request:
    """The command line of `judge submit`, under the names of its options."""

    file: Path
    challenge: str | None = None
    pack: Path | None = None
    sandbox: str = "auto"
    image: str | None = None
    runtime: str | None = None
    require: tuple[str, ...] = ()
    device: str = "auto"
    seed: str | None = None
    no_runtime: bool = False
    json_target: str | None = None
    junit_target: str | None = None
    reveal: bool = False
    quiet: bool = False


def outcome(request: Request) -> tuple[Report, int]:
    """The report and the exit code. Never raises: a fault or an interruption becomes a report that says so."""
    submission: Submission | None = None
    challenge: Challenge | None = None
    try:
        _check_targets(request)
        submission = _read(request.file)
        challenge = _challenge(request, submission)
        report = oversize_report(submission, challenge) or _judge(request, submission, challenge)
        return report, _EXIT_CODES.get(report.verdict, 1)
    except KeyboardInterrupt:
        reason, code = "interrupted", INTERRUPTED
    except JudgeError as fault:
        reason, code = str(fault), fault.exit_code
    except Exception as fault:  # noqa: BLE001  whatever breaks here is ours, and the report has to say so
        reason, code = _internal(fault, reveal=request.reveal), JudgeError.exit_code
    return failure_report(request.file.name, reason, submission, challenge), code


def _read(file: Path) -> Submission:
    try:
        return read_submission(file)
    except SourceTooLarge as fault:
        # Larger than any challenge allows: its first bytes are enough to know the challenge and to refuse it.
        return fault.submission


def _challenge(request: Request, submission: Submission) -> Challenge:
    from judge.catalog import open_catalog

    catalog = open_catalog(request.pack)
    return catalog.find(submission) if request.challenge is None else catalog.load(request.challenge)


def _judge(request: Request, submission: Submission, challenge: Challenge) -> Report:
    from judge import engines
    from judge.engines import floor
    from judge.engines.base import Spec

    wanted: dict[str, Any] = {"image": request.image, "runtime": request.runtime}
    # Should a private pack lie below a folder that the sandbox shows, the candidate must not see it there.
    secret = [] if request.pack is None else [request.pack.resolve()]
    with progress(quiet=request.quiet) as say:
        say("starting the sandbox")
        engine = engines.choose(request.sandbox, secret, **{name: value for name, value in wanted.items() if value})
        try:
            floor.check(engine, request.require)
            device = _device(request.device, challenge)
            engine.warm(Spec.of(challenge, device), count=2)  # it imports frameworks while this process imports pytest
            from judge import pipeline

            how = pipeline.Options(seed=request.seed, runtime=not request.no_runtime, device=device)
            return pipeline.judge_submission(submission, challenge, engine, how, say)
        finally:
            with _uninterrupted():
                engine.close()


def _device(wanted: str, challenge: Challenge) -> str:
    """`auto` means cuda only for a challenge made for it, on a machine that has one."""
    if wanted != "auto":
        return wanted
    return "cuda" if challenge.limits.gpu and Path("/dev/nvidiactl").exists() else "cpu"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not leave sandboxes behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _internal(fault: Exception, *, reveal: bool) -> str:
    """Where the judge broke. The fault's own text may hold hidden values, so only the operator sees it."""
    if reveal:
        return "internal error\n" + "".join(traceback.format_exception(fault))
    return f"{place(fault)}; --reveal shows all of it; please report it"


def failure_report(
    name: str, reason: str, submission: Submission | None = None, challenge: Challenge | None = None
) -> Report:
    """A report that no verdict could be reached, with what was known by then."""
    return Report(
        challenge=challenge and Identity(id=challenge.id, version=challenge.version),
        submission=SubmissionIdentity(name=name, sha256=submission.sha256 if submission else ""),
        verdict=Verdict.JUDGE_ERROR,
        reason=reason,
        score=0.0,
        max_score=0.0,
    )


def publish(report: Report, code: int, request: Request) -> None:
    """Prints and writes the report as the request asks for it; raises JudgeError where a file cannot be written."""
    from judge.report.view import candidate_view

    view = report if request.reveal else candidate_view(report)
    if code == INTERRUPTED or (code >= UsageError.exit_code and not report.tests):
        from judge.report.clean import clean

        click.echo(f"judge: {clean(report.reason)}", err=True)
    elif request.json_target != target.STDOUT:
        from judge.report.console import console
        from judge.report.terminal import render

        render(view, console(), quiet=request.quiet)
    if request.json_target is not None:
        write_json(view, request.json_target)
    if request.junit_target is not None:
        from judge.report.junit import to_junit

        # Always a file: `-` is one of that name.
        target.write(str(Path(request.junit_target).absolute()), to_junit(view))


def write_json(report: Report, where: str) -> None:
    """Writes the report to the file of that path, or to stdout for `-`."""
    from judge.report.jsonout import to_json

    target.write(where, to_json(report))


def _check_targets(request: Request) -> None:
    target.check("--json", request.json_target)
    target.check("--junit", request.junit_target)
