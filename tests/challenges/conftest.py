"""One warm engine, and one grader for each challenge."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from judge.catalog import open_catalog
from judge.engines.bubblewrap import Bubblewrap
from judge.errors import EngineUnavailable
from judge.model import Report, Submission
from judge.pipeline import Grader, Options

Judge = Callable[..., Report]


@pytest.fixture(scope="session")
def engine() -> Iterator[Bubblewrap]:
    if shutil.which("bwrap") is None and os.environ.get("JUDGE_TEST_BUBBLEWRAP") != "1":
        pytest.skip("bubblewrap is not installed")
    try:
        found = Bubblewrap()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_BUBBLEWRAP") == "1":
            raise
        pytest.skip(f"bubblewrap: {reason}")
    yield found
    found.close()


@pytest.fixture(scope="session")
def judge(engine: Bubblewrap) -> Iterator[Judge]:
    """Judges submissions; those to one challenge in a row share a seed and a grader."""
    graders: dict[tuple[str, bool, bool], Grader] = {}

    def run(challenge: str, submission: Submission, runtime: bool = False, diagnose: bool = False) -> Report:
        key = challenge, runtime, diagnose
        if key not in graders:
            close()
            options = Options(runtime=runtime, diagnose=diagnose)
            graders[key] = Grader(open_catalog(None).load(challenge), engine, options, one_seed=True)
        return graders[key].judge(submission)

    def close() -> None:
        while graders:
            graders.popitem()[1].close()

    yield run
    close()
