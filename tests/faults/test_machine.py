"""What goes wrong on our side is `judge_error`, exit code 3 and a next step, and never a candidate's verdict.

Each fault is a real one: a full disk is a full tmpfs, a forbidden namespace is a bwrap that says so, a daemon that is
gone was stopped.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .conftest import ROOT, Done, environment

# What a message may tell to do next. Advice that is no command helps nobody at night.
NEXT_STEP = re.compile(r"judge doctor|judge image build|apt-get install \w+|sysctl \w+|df -h /\w+|--sandbox \w+")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system: run the tests as root")


def is_our_fault(done: Done, *words: str) -> None:
    assert done.code == 3, done.out + done.err
    assert done.report["verdict"] == "judge_error"
    assert done.report["score"] == 0
    assert "Traceback" not in done.out + done.err
    for word in (*words, done.report["reason"][:40]):
        assert word in done.err
    assert NEXT_STEP.search(done.report["reason"]), done.report["reason"]


@pytest.fixture
def only() -> Iterator[Callable[..., str]]:
    """A PATH that holds nothing but the programs given, as scripts by name, where everybody may run them."""
    with tempfile.TemporaryDirectory() as folder:

        def make(**scripts: str) -> str:
            Path(folder).chmod(0o755)
            for name, script in scripts.items():
                Path(folder, name).write_text(f"#!/bin/sh\n{script}\n")
                Path(folder, name).chmod(0o755)
            return folder

        yield make


@pytest.mark.parametrize("sandbox", ["bubblewrap", "auto"])
def test_bwrap_is_missing(submit: Callable[..., Done], only: Callable[..., str], tmp_path: Path, sandbox: str) -> None:
    nobody = f"unix://{tmp_path}/nobody.sock"
    done = submit("", "--sandbox", sandbox, PATH=only(), DOCKER_HOST=nobody)
    is_our_fault(done, "bubblewrap is not installed: apt-get install bubblewrap")
    assert ("no docker daemon answers" in done.err) == (sandbox == "auto")


# What bubblewrap says: where AppArmor restricts user namespaces, where the kernel has none, where it forbids them.
FORBIDDEN = [
    "bwrap: setting up uid map: Permission denied",
    "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
    "bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user names",
]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_user_namespaces_are_forbidden(submit: Callable[..., Done], only: Callable[..., str], words: str) -> None:
    done = submit("", "--sandbox", "bubblewrap", PATH=only(bwrap=f'echo "{words}" >&2; exit 1'))
    is_our_fault(done, words[:60], "judge doctor")


def test_bwrap_ends_in_the_middle(submit: Callable[..., Done], only: Callable[..., str]) -> None:
    """A kernel that kills bubblewrap, or runs short of memory: it says nothing at all."""
    is_our_fault(submit("", "--sandbox", "bubblewrap", PATH=only(bwrap="kill -9 $$")), "no message", "judge doctor")


@as_root
def test_bwrap_may_not_be_run_by_everybody(submit: Callable[..., Done], only: Callable[..., str]) -> None:
    folder = only(bwrap="exit 0")
    Path(folder).chmod(0o700)
    is_our_fault(submit("", "--sandbox", "bubblewrap", PATH=folder), "cannot be run by a user without rights")


def test_the_daemon_is_missing(submit: Callable[..., Done], tmp_path: Path) -> None:
    done = submit("", "--sandbox", "docker", DOCKER_HOST=f"unix://{tmp_path}/nobody.sock")
    is_our_fault(done, "no docker daemon answers", "--sandbox bubblewrap")


WITHOUT_GROUPS = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /sys/fs/cgroup && exec "$0" "$@"')


@as_root
def test_no_control_group_may_be_made(submit: Callable[..., Done]) -> None:
    """No fault: it falls back, and says so."""
    done = submit(before=WITHOUT_GROUPS, JUDGE_SANDBOX="bubblewrap")
    assert done.code == 0, done.err
    assert done.report["sandbox"]["enforced_by"]["memory"] == "rlimit for each process, watcher for the tree"
    assert "rlimit for each process" in done.out


@contextlib.contextmanager
def full_file_system(folder: Path) -> Iterator[None]:
    """Over `folder`, without a free byte."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], check=True)
    try:
        with contextlib.suppress(OSError), (folder / "filling").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 512)
        assert shutil.disk_usage(folder).free == 0
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system without a free byte."""
    folder = tmp_path / "full"
    folder.mkdir()
    with full_file_system(folder):
        yield folder


@as_root
def test_a_full_temporary_folder_changes_nothing(submit: Callable[..., Done], full: Path) -> None:
    done = submit(TMPDIR=str(full))
    assert (done.code, done.report["verdict"]) == (0, "accepted")


def not_written(done: Done, target: Path) -> None:
    assert done.code == 3
    assert f"{target}: cannot be written: No space left on device; see df -h " in done.err
    assert done.out.startswith("compile_error")
    assert not target.exists()


@as_root
@pytest.mark.parametrize("option", ["--json", "--junit"])
def test_a_report_that_cannot_be_written(submit: Callable[..., Done], full: Path, option: str) -> None:
    not_written(submit("def wrong(:", option, str(full / "report")), full / "report")


@as_root
def test_a_report_that_can_be_written_in_part(submit: Callable[..., Done], full: Path) -> None:
    """The verdict is shown, but whoever waits for the file must take neither a part of it nor an old one for all."""
    (full / "filling").write_bytes(bytes(60 << 10))
    (full / "report").write_text('{"verdict": "accepted"}')
    not_written(
        submit("print('x' * 20000)\nraise ValueError", "--reveal", "--json", str(full / "report")), full / "report"
    )


DOCKER = [pytest.mark.docker, pytest.mark.serial]


@pytest.fixture(scope="module")
def daemon() -> str:
    """The address of a daemon that has the judge's image."""
    from judge.engines.docker import Docker
    from judge.errors import EngineUnavailable

    try:
        Docker().close()
    except EngineUnavailable as reason:
        if os.environ.get("JUDGE_TEST_DOCKER") == "1":
            raise
        pytest.skip(f"docker: {reason}")
    return os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


class TestDocker:
    """Faults of the daemon."""

    pytestmark = DOCKER

    def test_the_image_is_missing(self, daemon: str, submit: Callable[..., Done]) -> None:
        done = submit("", "--sandbox", "docker", "--image", "judge-nowhere:latest", DOCKER_HOST=daemon)
        is_our_fault(done, "judge-nowhere:latest is not there", "judge image build")

    def test_the_runtime_is_missing(self, daemon: str, submit: Callable[..., Done]) -> None:
        done = submit("", "--sandbox", "docker", "--runtime", "judge-no-runtime", DOCKER_HOST=daemon)
        is_our_fault(done, "judge-no-runtime", "judge doctor")

    def test_the_daemon_is_stopped_in_mid_run(
        self, daemon: str, submit: Callable[..., Done], patient: Path, owned: Path
    ) -> None:
        """Stopping it ends the containers first: that end is no candidate's doing."""
        with ThreadPoolExecutor(1) as pool:
            options = ("--sandbox", "docker", "--pack", str(patient))
            running = pool.submit(submit, SLEEPS, *options, DOCKER_HOST=daemon)
            try:
                wait_for_two_containers()
                old = int((owned / "docker.pid").read_text())
                os.kill(old, signal.SIGTERM)
                done = running.result()
                wait_for_the_end_of(old)
            finally:
                start = [str(ROOT / ".ci/docker"), "start"]
                subprocess.run(start, env=environment(JUDGE_DOCKER_STATE=str(owned)), check=True, capture_output=True)
        is_our_fault(done, "docker daemon")
        assert submit("", "--sandbox", "docker", DOCKER_HOST=daemon).report["verdict"] == "compile_error"

    @as_root
    def test_its_disk_is_full(self, daemon: str, submit: Callable[..., Done], owned: Path) -> None:
        """No container can be written down: a full file system lies where the daemon keeps them."""
        with full_file_system(owned / "data/containers"):
            done = submit("", "--sandbox", "docker", DOCKER_HOST=daemon)
        is_our_fault(done, "no space left on device", "judge doctor")
        assert submit("", "--sandbox", "docker", DOCKER_HOST=daemon).report["verdict"] == "compile_error"


@pytest.fixture
def owned(daemon: str) -> Path:
    """The folder of the daemon that .ci/docker started; skips where it is somebody else's."""
    state = Path(os.environ.get("JUDGE_DOCKER_STATE", "/tmp/judge-docker"))
    if daemon != f"unix://{state}/docker.sock":
        pytest.skip("this daemon was not started by .ci/docker: it is not the tests' to stop")
    return state


@pytest.fixture
def patient(pack: Path, tmp_path: Path) -> Path:
    """The challenge with a limit of a minute for one call."""
    shutil.copytree(pack, tmp_path / "patient")
    toml = tmp_path / "patient/challenges/attention/challenge.toml"
    toml.write_text(toml.read_text().replace("wall_s = 3.0\ntotal_wall_s = 6.0", "wall_s = 60.0\ntotal_wall_s = 60.0"))
    return tmp_path / "patient"


def wait_for_the_end_of(pid: int) -> None:
    """A daemon that ends removes its own pid file and socket: a new one must not be there yet."""
    end = time.monotonic() + 60
    with contextlib.suppress(FileNotFoundError):
        while any(Path(f"/proc/{pid}/fd").iterdir()):  # of one that nobody waits for, none is left
            assert time.monotonic() < end
            time.sleep(0.1)


def wait_for_two_containers() -> None:
    """Returns a little after the judge's two containers run."""
    import docker

    end = time.monotonic() + 60
    with contextlib.closing(docker.from_env()) as client:
        while len(client.api.containers(filters={"label": "judge.owner"})) < 2:
            assert time.monotonic() < end
            time.sleep(0.1)
    time.sleep(5)  # until the program is loaded


SLEEPS = "import time\ntime.sleep(60)\n"
