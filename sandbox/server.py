"""The warm fork server: imports the frameworks once and forks a sandbox for each submission.

It runs no candidate code and no operator of a framework (a fork after OpenMP or CUDA has started can deadlock). Its
only contact is a SOCK_SEQPACKET control socket to the judge: one packet a sandbox, which holds the orders as JSON and
four file descriptors: channel, stdout, stderr, status. When the judge is gone, the socket closes and the server ends.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any, NoReturn

from sandbox import isolate, linux, runner

_PACKET_BYTES = 1 << 16
HELLO, GO = b"hello", b"go"


def main(control_fd: int, frameworks: list[str]) -> None:
    """Imports the frameworks, says that it is ready, and forks on request until the judge hangs up."""
    linux.set_dumpable(False)
    control = socket.socket(fileno=control_fd)
    try:
        versions = import_all(frameworks)
    except Exception as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        raise SystemExit(1) from error
    gc.collect()
    gc.freeze()  # a collection in a fork would touch, and so copy, every page of the frameworks
    control.send(json.dumps({"versions": versions}).encode())
    # Keepers are not waited for one by one: the kernel may forget them at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        packet, fds, _, _ = socket.recv_fds(control, _PACKET_BYTES, 5)
        if not packet:
            return
        if os.fork() == 0:
            control.close()
            _sandbox(json.loads(packet), fds, versions)
        for fd in fds:
            os.close(fd)


def import_all(frameworks: list[str]) -> dict[str, str]:
    """Imports what programs may use, one thread each; returns the versions by name."""
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in frameworks:
        module = importlib.import_module(name)
        if hasattr(module, "__version__"):
            versions[name] = str(module.__version__)
        if name == "torch":
            module.set_num_threads(1)
            importlib.import_module("sandbox.adapters.torch_adapter")
    importlib.import_module("sandbox.adapters.numpy_adapter")
    return versions


def _sandbox(fields: dict[str, Any], fds: list[int], versions: dict[str, str]) -> NoReturn:
    """The keeper's life; never returns into the server's loop."""
    code = 1
    status_fd = fds[3]
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        bpf = _read_all(fds.pop(4))
        orders = isolate.Orders.of(fields)
        status = socket.socket(fileno=os.dup(status_fd))
        status.send(HELLO)
        if status.recv(16) == GO:
            isolate.enter_namespaces(orders)
            init = os.fork()
            if init == 0:
                _init(orders, fds, bpf, versions)
            os.waitpid(init, 0)
            code = 0
    except BaseException as error:
        tell(status_fd, {"failed": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(code)


def _init(orders: isolate.Orders, fds: list[int], bpf: bytes, versions: dict[str, str]) -> NoReturn:
    channel, stdout, stderr, status_fd = fds
    try:
        linux.die_with_parent(signal.SIGKILL)
        isolate.mount_private(orders)
        candidate = os.fork()
        if candidate == 0:
            _candidate(orders, fds, bpf, versions)
        for fd in (channel, stdout, stderr):
            os.close(fd)
        tell(status_fd, {"init": True})
        linux.drop_capabilities()
        status = isolate.become_init(candidate)
        tell(status_fd, {"code": os.waitstatus_to_exitcode(status)})
    except BaseException as error:
        tell(status_fd, {"failed": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _candidate(orders: isolate.Orders, fds: list[int], bpf: bytes, versions: dict[str, str]) -> NoReturn:
    channel, stdout, stderr, status_fd = fds
    try:
        os.setsid()
        isolate.redirect_streams(stdout, stderr)
        os.environ.clear()
        os.environ.update(orders.environment)
        isolate.limit_resources(orders)
        kept = os.dup(channel) if channel < 3 else channel
        linux.set_dumpable(True)  # its own /proc/self is its own again; keeper, init and server stay closed
        os.closerange(3, kept)
        os.closerange(kept + 1, 1 << 16)
        isolate.give_up_privileges(orders, bpf)
    except BaseException as error:
        tell(status_fd, {"failed": f"{type(error).__name__}: {error}"})
        os._exit(1)
    try:
        runner.serve(kept, kept, versions)
    finally:
        sys.stdout.flush()
        os._exit(0)


def tell(fd: int, fields: dict[str, Any]) -> None:
    """Sends the judge one packet of JSON; where it has hung up, nothing happens."""
    try:
        os.write(fd, json.dumps(fields)[:2000].encode())
    except OSError:
        return


def _read_all(fd: int) -> bytes:
    """The seccomp filter, from a memory file that the judge sealed."""
    with os.fdopen(fd, "rb") as file:
        file.seek(0)
        return file.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
