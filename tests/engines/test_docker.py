"""What only the docker engine promises."""

from __future__ import annotations

import gc
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import docker
import pytest

from judge import wire
from judge.engines import counters, image
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Spec
from judge.engines.docker import Docker
from judge.errors import EngineUnavailable, JudgeError
from judge.model import Limits, Verdict

pytestmark = [pytest.mark.docker, pytest.mark.serial]
REPOSITORY = Path(__file__).resolve().parents[2]
QUIET = "def nothing():\n    return None\n"

# A judge that starts a program which never answers, and is killed meanwhile.
DOOMED = """
import sys
from judge import wire
from judge.engines.base import Deadline, Spec
from judge.engines.docker import Docker
from judge.model import Limits

sandbox = Docker().start(Spec(Limits(), ("numpy",)))
deadline = Deadline.after(60)
wire.read(lambda size: sandbox.receive(size, deadline), wire.REPLY, wire.Caps())
source = b"while True: pass"
fields = dict(op="load", program="p", source=source, filename="a.py", frameworks=["numpy"], entry_points=[])
sandbox.send(wire.pack(wire.REQUEST, fields), deadline)
sandbox.freeze(sys.argv[1] == "frozen")
print(sandbox.identity, flush=True)
sandbox.receive(1, deadline)
"""


@pytest.fixture
def client(docker_engine):
    found = docker.from_env()
    yield found
    found.close()


def test_the_settings_of_a_container(start_docker, client):
    life = start_docker(QUIET)
    found = client.api.inspect_container(life.sandbox.identity)
    host = found["HostConfig"]
    assert host["LogConfig"]["Type"] == "none"
    assert not host["Binds"]
    assert all(mount["Type"] == "tmpfs" for mount in found["Mounts"])
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert not host["Privileged"]
    assert host["IpcMode"] == "private"
    assert host["Init"] is True
    assert host["MemorySwap"] == host["Memory"]
    assert 300 << 20 < host["Memory"] < 400 << 20  # the limit, and what the imports took
    assert host["NanoCpus"] == 10**9
    assert found["Config"]["User"] not in ("", "0", "root")
    assert not any("proxy" in variable.lower() for variable in found["Config"]["Env"])


@pytest.mark.parametrize("state", ["running", "frozen"])
def test_a_killed_judge_leaves_nothing(client, state):
    judge = subprocess.Popen(
        [sys.executable, "-c", DOOMED, state],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": "."},
    )
    with judge:
        identity = judge.stdout.readline().strip()
        assert client.api.inspect_container(identity)["State"]["Running"]
        judge.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while state == "running" and client.api.inspect_container(identity)["State"]["Running"]:
        assert time.monotonic() < end, "the program outlives its judge"
        time.sleep(0.05)
    Docker().close()
    with pytest.raises(docker.errors.NotFound):
        client.api.inspect_container(identity)


def test_the_sweep_spares_containers_of_living_judges(start_docker):
    life = start_docker(QUIET)
    Docker().close()
    assert life.call("nothing") is None


def test_closing_the_engine_removes_what_is_warm_and_what_runs(client):
    engine = Docker()
    spec = Spec(Limits(), ("numpy",))
    engine.warm(spec)
    running = engine.start(Spec(Limits(memory_mb=200), ("numpy",)))
    engine.close()
    engine.close()
    owner = f"judge.owner={running_owner(os.getpid())}"
    with pytest.raises(docker.errors.NotFound):
        client.api.inspect_container(running.identity)
    assert client.api.containers(all=True, filters={"label": owner}) == []


def running_owner(pid: int) -> str:
    from judge.engines.owner import OWNER_LABEL, labels

    assert str(pid) in labels()[OWNER_LABEL]
    return labels()[OWNER_LABEL]


def test_a_warm_container_serves_once(docker_engine):
    spec = Spec(Limits(), ("numpy",))
    docker_engine.warm(spec)
    first, second = docker_engine.start(spec), docker_engine.start(spec)
    assert first.identity != second.identity
    for container in (first, second):
        container.close()


def test_a_missing_image_says_what_to_do(docker_engine):
    with pytest.raises(EngineUnavailable, match='judge-nowhere:latest is not there: run "judge image build"'):
        Docker(image="judge-nowhere:latest")


def test_a_stale_image_says_what_to_do(client):
    recipe = f"FROM {image.TAG}\nLABEL {image.PAYLOAD_LABEL}=old\n"
    client.images.build(fileobj=io.BytesIO(recipe.encode()), tag="judge-stale:test", rm=True)
    try:
        with pytest.raises(EngineUnavailable, match='another version of the judge: run "judge image build"'):
            Docker(image="judge-stale:test")
    finally:
        client.images.remove("judge-stale:test", force=True)


def test_an_unknown_runtime_is_named(docker_engine):
    engine = Docker(runtime="judge-no-such-runtime")
    try:
        with pytest.raises(EngineUnavailable, match="judge-no-such-runtime"):
            engine.start(Spec(Limits(), ("numpy",)))
    finally:
        engine.close()


def test_a_framework_that_the_image_lacks_is_named(docker_engine):
    with pytest.raises(JudgeError, match="No module named 'judge_no_such_framework'"):
        docker_engine.start(Spec(Limits(), ("judge_no_such_framework",)))


def test_no_daemon_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    with pytest.raises(EngineUnavailable, match=r"start docker [(]or set DOCKER_HOST[)], or use --sandbox bubblewrap"):
        Docker()


def test_bytes_that_nobody_asked_for_end_the_program(start_docker):
    life = start_docker(
        """
        import os
        def flood():
            for fd in range(3, 20):
                try:
                    while os.readlink(f"/proc/self/fd/{fd}").startswith("pipe"):
                        os.write(fd, b"x" * 65536)
                except OSError:
                    pass
        """,
        returned_mb=1,
    )
    fields = {"op": "call", "program": "submission", "function": "flood", "args": (), "kwargs": {}, "seed": 1}
    life.sandbox.send(wire.pack(wire.REQUEST, fields), Deadline.after(5))
    with pytest.raises(ChannelLost):
        life.sandbox.send([bytes(20 << 20)], Deadline.after(20))
    death = life.sandbox.death()
    assert death.verdict is Verdict.RUNTIME_ERROR
    assert "more than 1 MiB were sent that nobody asked for" in death.message


def test_without_readable_cgroups_the_api_counts(start_docker, monkeypatch):
    monkeypatch.setattr(counters, "_cgroup_paths", lambda identity, pid: {})
    life = start_docker("def spin():\n    while True: pass\n", cpu_s=1)
    assert life.sandbox.counted_by == "docker stats"
    with pytest.raises(ChannelLost):
        life.call("spin")
    assert life.sandbox.death().verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert life.sandbox.usage().cpu_s > 1
    life = start_docker("def grow():\n    kept = [bytearray(20 << 20) for _ in range(100)]\n")
    with pytest.raises(ChannelLost):
        life.call("grow")
    assert life.sandbox.death().verdict is Verdict.MEMORY_LIMIT_EXCEEDED


class Relay:
    """Stands between the SDK and the daemon, and can go away in the middle of a run."""

    def __init__(self, path: Path) -> None:
        self.upstream = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
        self.open: list[socket.socket] = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.upstream.removeprefix("unix://"))
            self.open += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=(source, target), daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def go_away(self) -> None:
        """Closes every connection and takes no more."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


@pytest.mark.skipif(
    "DOCKER_HOST" in os.environ and "unix" not in os.environ["DOCKER_HOST"], reason="needs a unix socket"
)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the SDK's, where a connection is refused
def test_a_daemon_that_goes_away_is_our_fault(docker_engine, client, monkeypatch, tmp_path):
    folder = Path(f"/tmp/judge-relay-{os.getpid()}")  # short: a socket's path has at most 107 bytes
    folder.mkdir()
    try:
        relay = Relay(folder / "s")
        monkeypatch.setenv("DOCKER_HOST", f"unix://{folder}/s")
        engine = Docker()
        sandbox = engine.start(Spec(Limits(), ("numpy",)))
        relay.go_away()
        with pytest.raises(ChannelLost):
            sandbox.receive(1 << 20, Deadline.after(5))
        with pytest.raises(JudgeError, match="the docker daemon stopped answering"):
            sandbox.death()
        engine.close()
        del engine, sandbox.__dict__["_client"]
        gc.collect()
    finally:
        shutil.rmtree(folder)
        client.api.remove_container(sandbox.identity, force=True)


def test_kill_is_quick_while_the_program_floods(start_docker):
    life = start_docker(
        """
        import os
        def flood():
            while True:
                os.write(1, b"x" * 65536)
        """,
        output_kb=1 << 20,
    )
    with pytest.raises((DeadlinePassed, ChannelLost)):
        life.call("flood", seconds=0.3)
    begun = time.monotonic()
    life.sandbox.kill()
    assert time.monotonic() - begun < 5
