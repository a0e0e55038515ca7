"""Each post-condition of an attack notices what it is there for: something is left, sent or told, and is reported."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from judge.engines import cgroups
from judge.engines.forkserver import sandbox_uid
from judge.model import Limits
from judge.redteam import host as hosts
from judge.redteam import traces
from judge.redteam.host import LEFTOVERS, Host
from judge.redteam.listener import Listener

ROOT = os.geteuid() == 0
IPC_CREAT, IPC_RMID = 0o1000, 0


def child(code: str) -> subprocess.Popen[str]:
    """A process of ours that runs this, prints a line and stays."""
    script = f"import fcntl, os, sys, time\n{code}\nprint(1, flush=True)\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def a_process(undo: ExitStack) -> None:
    undo.callback(ended, child(""))


def a_zombie(undo: ExitStack) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    undo.callback(os.waitpid, pid, 0)


def a_group(undo: ExitStack) -> None:
    found = cgroups.find()
    if found is None:
        pytest.skip("no control group may be made here")
    undo.callback(found.make(f"{os.getpid()}-planted", Limits()).remove)


def a_mount(undo: ExitStack) -> None:
    place = Path(f"/run/judge-planted-{os.getpid()}")
    place.mkdir()
    undo.callback(place.rmdir)
    done = subprocess.run(["mount", "-t", "tmpfs", "none", place], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("nothing may be mounted here")
    undo.callback(subprocess.run, ["umount", place], check=True)


def a_file(undo: ExitStack) -> None:
    path = Path(f"/dev/shm/{traces.MARK}-{uuid.uuid4().hex}")
    path.touch()
    undo.callback(path.unlink)


def a_segment(undo: ExitStack) -> None:
    libc = ctypes.CDLL(None)
    identity = libc.shmget(traces.KEY, 4096, IPC_CREAT | 0o600)
    assert identity >= 0
    undo.callback(libc.shmctl, identity, IPC_RMID, None)


def a_key(undo: ExitStack) -> None:
    libc = ctypes.CDLL(None)
    key = libc.syscall(248, b"user", b"attack-left", b"x", 1, -2)  # add_key to the process's keyring
    if key < 0:
        pytest.skip("no key may be made here")
    undo.callback(libc.syscall, 250, 9, key, -2, 0, 0)  # unlink


def a_lock(undo: ExitStack) -> None:
    undo.callback(ended, child("kept = open(sys.executable, 'rb'); fcntl.flock(kept, fcntl.LOCK_SH)"))


def a_descriptor(undo: ExitStack) -> None:
    undo.callback(os.close, os.open("/dev/null", os.O_RDONLY))


def a_thread(undo: ExitStack) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="planted")
    thread.start()
    undo.callback(thread.join)
    undo.callback(stop.set)


PLANTS: dict[str, Callable[[ExitStack], None]] = {
    "processes": a_process,
    "zombies": a_zombie,
    "control groups": a_group,
    "mounts": a_mount,
    "files": a_file,
    "shared memory": a_segment,
    "keys": a_key,
    "locks": a_lock,
    "descriptors": a_descriptor,
    "threads": a_thread,
}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with closing(Listener()) as made:
        yield made


@pytest.fixture
def host(arena: Any, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Host:
    monkeypatch.setattr(hosts, "_PATIENCE_S", 0.2)
    return Host(arena.engine, listener)


def test_every_condition_is_tried_here() -> None:
    assert {*PLANTS, "containers"} == set(LEFTOVERS)


@pytest.mark.parametrize("name", PLANTS)
def test_what_is_left_is_noticed(host: Host, name: str) -> None:
    assert host.left() == {}
    with ExitStack() as undo:
        PLANTS[name](undo)
        assert name in host.left()
    assert host.left() == {}


def touch() -> None:
    Path(f"/tmp/judge-planted-{os.getpid()}").touch()


def make_segment() -> None:
    assert ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0


@contextmanager
def another_user(action: Callable[[], object]) -> Iterator[None]:
    """A process of the sandbox's user that descends from nobody whom we know: it has done this, and sleeps."""
    uid = sandbox_uid()
    read, write = os.pipe()
    if (between := os.fork()) == 0:
        if os.fork() == 0:
            os.setsid()
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            action()
            os.write(write, str(os.getpid()).encode())
            time.sleep(60)
        os._exit(0)
    os.waitpid(between, 0)
    pid = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not ROOT, reason="only root can be another user")
@pytest.mark.parametrize(("name", "action"), [("processes", int), ("files", touch), ("shared memory", make_segment)])
def test_whatever_belongs_to_the_user_of_the_sandbox_is_noticed(
    host: Host, name: str, action: Callable[[], object]
) -> None:
    with another_user(action):
        left = host.left()
        assert {"processes", name} <= set(left)
    for path in left.get("files", ()):
        Path(path).unlink()
    for segment in left.get("shared memory", ()):
        ctypes.CDLL(None).shmctl(int(segment.split()[1]), IPC_RMID, None)
    assert not set(host.left()) - {"processes"}  # where process 1 reaps nobody, the dead one stays in sight


def test_a_knock_on_the_loopback_interface_is_heard(host: Host, listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)):
        assert "tcp" in host.left()["network"]
    assert host.left() == {}


def test_a_datagram_is_heard(host: Host, listener: Listener) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("127.0.0.1", listener.port))
        assert "udp" in host.left()["network"]


def test_a_knock_on_the_abstract_socket_is_heard(host: Host, listener: Listener) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(f"\0{listener.abstract}")
        assert "unix socket" in host.left()["network"]


@pytest.mark.skipif(not ROOT, reason="only root sees packets")
def test_a_packet_with_the_token_is_seen_wherever_it_goes(host: Host, listener: Listener) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x" + listener.token[::-1].encode(), ("127.0.0.1", 9))
        assert "a packet" in host.left()["network"]


@pytest.mark.docker
@pytest.mark.serial
def test_a_container_that_is_left_is_noticed(arenas: Callable[[str], Any], listener: Listener) -> None:
    from judge.engines.base import Spec

    engine = arenas("docker").engine
    known: set[str] = set()
    host = Host(engine, listener, lambda: known)
    sandbox = engine.start(Spec(Limits(), ("numpy",)))
    known.add(sandbox.identity)
    assert "containers" in host.left()
    sandbox.close()
    assert host.left() == {}
