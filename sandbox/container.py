"""The entry point of the docker image: a small parent that carries output and watches, and a child that serves.

    container's stdin   requests: read by the child; the parent only watches it for the judge hanging up
    container's stdout  replies, written by the child
    container's stderr  what the candidate printed, as tagged frames: stream u8 (1 or 2) | length u32 LE | bytes

The child has /dev/null as its own stdin and pipes to the parent as its stdout and stderr, so nothing that candidate
code prints can reach the replies by accident. Nothing here is a wall: the walls are the container's.

Arguments: the frameworks to import before the first request, such as `numpy torch`, and `cuda=MIB` where tensors are to
live on the GPU, in at most so much of its memory. Before the first request the judge
sends a system call filter (length u32 LE | array of struct sock_filter), which is laid on top of docker's own.
"""

from __future__ import annotations

import importlib
import os
import platform
import select
import signal
import struct
import sys
import traceback
from typing import NoReturn

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sandbox import isolate, linux

TAG = struct.Struct("<BI")
LENGTH = struct.Struct("<I")
WORK = "/tmp/work"
CHUNK = 1 << 16
# After a memory kill the container stays for this long, so that the judge still finds the kernel's counters.
LINGER_S = 0.25
LAST_BYTES = 1 << 20


def main() -> None:
    """Forks the child that serves, and stays as the parent that pumps; ends with the child's status."""
    pipes = (os.pipe(), os.pipe())
    wake = _wake_on_child()
    child = os.fork()
    if child == 0:
        _become_runner(pipes, wake)
    for _, write_end in pipes:
        os.close(write_end)
    os.close(1)
    linux.set_dumpable(False)
    status = _pump(child, {pipes[0][0]: 1, pipes[1][0]: 2}, wake[0])
    os._exit(status)


def _wake_on_child() -> tuple[int, int]:
    """A pipe that becomes readable when a child ends."""
    wake = os.pipe()
    for end in wake:
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake[1])
    return wake


def _pump(child: int, streams: dict[int, int], wake: int) -> int:
    poller = select.poll()
    poller.register(0, 0)  # asks for nothing: a hang-up is always told
    for fd in (wake, *streams):
        os.set_blocking(fd, False)
        poller.register(fd, select.POLLIN)
    while True:
        for fd, _ in poller.poll():
            if fd == 0:
                _judge_hung_up(streams)
            elif fd == wake:
                os.read(wake, 64)
                status = _ended(child)
                if status is not None:
                    _drain(streams)
                    return status
            elif not _forward(fd, streams[fd]):
                poller.unregister(fd)


def _judge_hung_up(streams: dict[int, int]) -> NoReturn:
    """Ends all; the judge may still take what had been printed by then, or it is gone."""
    try:
        os.kill(-1, signal.SIGKILL)
        _drain(streams)
    finally:
        os._exit(0)


def _ended(child: int) -> int | None:
    """The exit status to end with if the child has ended: its own, or 128 + signal as a shell says it."""
    pid, status = os.waitpid(child, os.WNOHANG)
    if not pid:
        return None
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL:
        select.select([], [], [], LINGER_S)
    return code if code >= 0 else 128 - code


def _forward(fd: int, stream: int) -> int:
    """Passes on what is there; 0 at the end of the stream."""
    try:
        data = os.read(fd, CHUNK)
    except BlockingIOError:
        return 1
    view = memoryview(TAG.pack(stream, len(data)) + data if data else b"")
    while view:
        view = view[os.write(2, view) :]
    return len(data)


def _drain(streams: dict[int, int]) -> None:
    """What was printed just before the end. Bounded: a process that the child left behind may print for ever."""
    for fd, stream in streams.items():
        for _ in range(LAST_BYTES // CHUNK):
            if not select.select([fd], [], [], 0)[0] or not _forward(fd, stream):
                break


def _become_runner(pipes: tuple[tuple[int, int], tuple[int, int]], wake: tuple[int, int]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    requests, replies = os.dup(0), os.dup(1)  # not inherited over an exec
    for fd in (*wake, pipes[0][0], pipes[1][0]):
        os.close(fd)
    code = 1
    try:
        _serve(sys.argv[1:], requests, replies, (pipes[0][1], pipes[1][1]))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve(words: list[str], requests: int, replies: int, printed: tuple[int, int]) -> None:
    isolate.redirect_streams(*printed)
    modules = {name: importlib.import_module(name) for name in words if "=" not in name}
    if "torch" in modules:
        modules["torch"].set_num_threads(1)
        importlib.import_module("sandbox.adapters.torch_adapter")
    runner = importlib.import_module("sandbox.runner")
    versions = {name: str(module.__version__) for name, module in modules.items()}
    for memory_mb in [word.removeprefix("cuda=") for word in words if word.startswith("cuda=")]:
        versions["gpu"] = sys.modules["sandbox.adapters.torch_adapter"].use_cuda(int(memory_mb))
    (length,) = LENGTH.unpack(_exactly(requests, LENGTH.size))
    if length:
        linux.install_seccomp(_exactly(requests, length))
    os.makedirs(WORK, exist_ok=True)
    os.chdir(WORK)
    runner.serve(requests, replies, {"python": platform.python_version(), **versions})


def _exactly(fd: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(fd, size - len(data))
        if not part:
            raise EOFError("the judge hung up before its first order")
        data += part
    return data


if __name__ == "__main__":
    main()
