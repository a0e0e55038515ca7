"""Judges one attack on one engine, and looks at everything that must hold afterwards."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from judge.catalog import open_catalog
from judge.engines.base import Engine
from judge.errors import JudgeError
from judge.model import Challenge, Report, Submission, SubmissionIdentity, Verdict
from judge.payload import redteam_dir
from judge.pipeline import Options, judge_submission
from judge.redteam import secrets, suite
from judge.redteam.host import LEFTOVERS, NETWORK, Host
from judge.redteam.listener import Listener
from judge.redteam.recorder import Recorder
from judge.redteam.secrets import Secrets
from judge.redteam.suite import Attack
from judge.report.view import candidate_view
from judge.rng import fresh_seed
from judge.trial import Condition, Trial

# The contract is the limit plus 2 s. The rest is for machines on which much else runs: a submission may start three
# containers, each of which then takes long.
GRACE_S = {"bubblewrap": 2 + 8, "docker": 2 + 30}
_TOLD = 300


class Arena:
    """One engine, warm for all attacks; close it in the end, and the engine after it.

    Args:
        engine: where the sandboxes are started; it stays open.
        canaries: what no attack may get.
        folder: an empty folder for copies of challenges with few tests.
        device: "cpu" or "cuda".
    """

    def __init__(self, engine: Engine, canaries: Secrets, folder: Path, device: str = "cpu") -> None:
        self.engine = engine
        self.canaries = canaries
        self._recorder = Recorder(engine)
        self._listener = Listener()
        self._folder = folder
        self._device = device
        self.good = replace(suite.attack("controls/right"), tests="one_test")

    def close(self) -> None:
        """Closes the sockets that attacks must not reach."""
        self._listener.close()

    def challenge(self, attack: Attack) -> Challenge:
        """The attacked challenge, with the attack's limits and tests."""
        found = open_catalog().load(attack.challenge)
        if attack.tests != "all":
            copy = self._folder / attack.tests / found.id
            if not copy.exists():
                shutil.copytree(found.folder, copy, ignore=shutil.ignore_patterns("hidden"))
                (copy / "hidden").mkdir()
                shutil.copy(redteam_dir() / f"hidden/{attack.tests}.py", copy / f"hidden/test_{attack.tests}.py")
            found = found.model_copy(update={"folder": copy})
        return found.model_copy(update={"limits": attack.limits})

    def judge(self, attack: Attack, name: str = "", seed: str | None = None) -> Report:
        """The report on one program; raises JudgeError as `judge_submission` does."""
        submission = Submission(name=name or f"{attack.challenge}.py", source=attack.source, sha256="0" * 64)
        how = Options(seed=seed, runtime=attack.timed, device=self._device)
        return judge_submission(submission, self.challenge(attack), self._recorder, how)

    def meet(self, attack: Attack) -> Trial:
        """Judges an attack, and says whether it is contained and what does not hold."""
        self._recorder.forget()
        host = Host(self.engine, self._listener, lambda: set(self._recorder.identities))
        seed = fresh_seed()
        prepared = self.prepared(attack, seed)
        begun = time.monotonic()
        report = self._judged(prepared, seed)
        wall_s = time.monotonic() - begun
        conditions = (
            _condition("time", _late(wall_s, attack.limits.total_wall_s, GRACE_S[self.engine.name])),
            _condition("attempt", _through(report, attack)),
            _condition("secrets", list(self._told(report, seed))),
            *(_condition(name, host_left) for name, host_left in _leftovers(host)),
            _condition("next submission", self._next()),
        )
        return Trial(
            name=attack.name,
            about=attack.about,
            covers=attack.covers,
            expected=tuple(sorted(attack.verdicts)),
            actual=report.verdict,
            reason=candidate_view(report).reason,
            conditions=conditions,
            contained=report.verdict in attack.verdicts and all(one.held for one in conditions),
            wall_s=wall_s,
            report=report,
        )

    def prepared(self, given: Attack, seed: str = "") -> Attack:
        """With what the program may know, after the one that must run before it."""
        if given.after:
            self._judged(suite.attack(given.after), None)
        words = {
            "seed": secrets.of_seed(seed),
            "port": str(self._listener.port),
            "token": self._listener.token,
            "abstract": self._listener.abstract,
            "canary_file": str(self.canaries.path),
        }
        if b"{walk}" in given.source:
            words["walk"] = secrets.walk(self.canaries)
        return replace(given, source=secrets.filled(given.source, words))

    def _judged(self, attack: Attack, seed: str | None) -> Report:
        try:
            return self.judge(attack, seed=seed)
        except JudgeError as fault:  # no attack may bring that about: it would buy a free retry
            identity = SubmissionIdentity(name=attack.name, sha256="")
            return Report(
                challenge=None,
                submission=identity,
                verdict=Verdict.JUDGE_ERROR,
                reason=str(fault),
                score=0.0,
                max_score=0.0,
            )

    def _next(self) -> list[str]:
        report = self._judged(self.good, None)
        return [] if report.verdict is Verdict.ACCEPTED else [f"{report.verdict}: {report.reason}"]

    def _told(self, report: Report, seed: str) -> Iterator[str]:
        """Secrets in what is shown; canaries in what only the operator sees, too."""
        for name in self.canaries.in_text(report.model_dump_json()):
            yield f"the canary of the {name}"
        # The seed itself is told afterwards, on purpose: it replays the run.
        view = candidate_view(report).model_copy(update={"seed": None})
        shown = view.model_dump_json()
        if seed in shown:
            yield "the seed"
        if "leaked" in shown:  # what programs call an input that they try to smuggle out
            yield "a hidden input, by name"
        # Figures of the report itself are left out: only words can carry what a candidate chose.
        for word in self._recorder.values_in("\n".join(_texts(view.model_dump(mode="json")))):
            yield f"a hidden value: {word}"


def _leftovers(host: Host) -> Iterator[tuple[str, list[str]]]:
    left = host.left()
    for name in (*LEFTOVERS, NETWORK):
        yield name, left.get(name, [])


def _late(wall_s: float, limit: float, grace: float) -> list[str]:
    return [f"{wall_s:.1f} s, of {limit:g} s"] if wall_s > limit + grace else []


def _through(report: Report, attack: Attack) -> list[str]:
    found = [line[:_TOLD] for line in report.output.stdout.splitlines() if "GOT THROUGH" in line]
    if attack.tries and "tried" not in report.output.stdout:
        found.append("the program did not come to its attempt, so it proves nothing")
    return found


def _condition(name: str, found: list[str]) -> Condition:
    return Condition(name=name, held=not found, found="; ".join(found[:5])[:_TOLD])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
