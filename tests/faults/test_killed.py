"""A judge that was killed in mid-run leaves nothing that its next start does not sweep away."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from judge.engines.tree import descendants

from .conftest import MAIN, RIGHT, Done, environment

PATIENCE_S = 60
# It is frozen again and again, and computes on the side: both must end with the judge.
SLEEPS = """
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(3600)
time.sleep(3600)
"""


class Started:
    """A judge on a program that does not end, with a folder of its own for temporary files."""

    def __init__(self, pack: Path, folder: Path, sandbox: str, **more: str) -> None:
        (folder / "attention.py").write_text(SLEEPS)
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        command = [sys.executable, "-c", MAIN, "submit", str(folder / "attention.py"), "--pack", str(pack)]
        self.process = subprocess.Popen(
            [*command, "--sandbox", sandbox, "--no-runtime", "--quiet"],
            env=environment(TMPDIR=str(self.temporary), **more),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def started(pack: Path, tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Starts one, and ends it whatever happens."""
    made: list[Started] = []

    def start(sandbox: str, **more: str) -> Started:
        made.append(Started(pack, tmp_path, sandbox, **more))
        return made[-1]

    yield start
    for one in made:
        one.kill()


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def alive(pids: list[int]) -> list[int]:
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            found += [pid] if state != "Z" else []
    return found


def groups_of(pid: int) -> list[str]:
    names = [f"{at}/{name}" for at, names, _ in os.walk("/sys/fs/cgroup") for name in names]
    return [name for name in names if f"/judge-{pid}-" in name]


def test_bubblewrap(started: Callable[..., Started], submit: Callable[..., Done]) -> None:
    judge = started("bubblewrap")
    # bwrap, its init, the server, and keeper, init, candidate and child of the candidate's sandbox
    wait_for(lambda: len(descendants(judge.process.pid)) >= 7 or judge.process.poll() is not None)
    if judge.process.poll() == 3:
        pytest.skip("bubblewrap: judge doctor says what this machine lacks")
    pids = descendants(judge.process.pid)
    judge.kill()
    wait_for(lambda: not alive(pids))
    assert submit(RIGHT, "--sandbox", "bubblewrap").code == 0
    assert groups_of(judge.process.pid) == []
    assert list(judge.temporary.iterdir()) == []


@pytest.mark.docker
@pytest.mark.serial
def test_docker(started: Callable[..., Started], submit: Callable[..., Done]) -> None:
    import docker

    from judge.engines.docker import Docker
    from judge.engines.owner import OWNER_LABEL
    from judge.errors import EngineUnavailable

    try:
        Docker().close()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_DOCKER") == "1":
            raise
        pytest.skip(f"docker: {reason}")
    with contextlib.closing(docker.from_env()) as client:

        def containers() -> list[str]:
            found = client.api.containers(all=True, filters={"label": OWNER_LABEL})
            return [one["Id"] for one in found if f"/{judge.process.pid}-" in one["Labels"][OWNER_LABEL]]

        judge = started("docker", **{name: os.environ[name] for name in ("DOCKER_HOST",) if name in os.environ})
        wait_for(lambda: len(containers()) == 2)
        time.sleep(2)
        judge.kill()
        assert len(containers()) == 2
        assert submit(RIGHT, "--sandbox", "docker").code == 0
        assert containers() == []
        assert list(judge.temporary.iterdir()) == []
