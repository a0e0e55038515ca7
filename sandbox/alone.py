"""Serves one program with no sandbox around it: for authors who run code of their own (`--sandbox none`).

As in a sandbox there are three processes: a keeper, an init that adopts what the program leaves and tells how it
ended, and the program.

Arguments: orders as JSON (see `judge.engines.unsandboxed`).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from typing import Any, NoReturn

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from sandbox import isolate, linux, runner, server


def main(orders: dict[str, Any]) -> NoReturn:
    """Imports the frameworks, waits for the judge's word, and starts the other two."""
    channel, stdout, stderr, status_fd = orders["fds"]
    status = socket.socket(fileno=status_fd)
    try:
        versions = server.import_all(orders["frameworks"])
        status.send(server.HELLO)
        if status.recv(16) != server.GO:
            raise EOFError("the judge hung up")
        init = os.fork()
        if init == 0:
            _init(orders, versions)
        for fd in (channel, stdout, stderr):
            os.close(fd)
        os.waitpid(init, 0)
    except Exception as error:
        server.tell(status_fd, {"failed": f"{type(error).__name__}: {error}"})
    os._exit(0)


def _init(orders: dict[str, Any], versions: dict[str, str]) -> NoReturn:
    channel, stdout, stderr, status = orders["fds"]
    try:
        linux.die_with_parent(signal.SIGKILL)
        linux.adopt_orphans()
        program = os.fork()
        if program == 0:
            _serve(orders, versions)
        for fd in (channel, stdout, stderr):
            os.close(fd)
        server.tell(status, {"init": True})
        server.tell(status, {"code": os.waitstatus_to_exitcode(isolate.become_init(program))})
    finally:
        os._exit(0)


def _serve(orders: dict[str, Any], versions: dict[str, str]) -> NoReturn:
    channel, stdout, stderr, _ = orders["fds"]
    try:
        linux.die_with_parent(signal.SIGKILL)
        os.setsid()
        os.makedirs(runner.WORK, exist_ok=True)
        os.chdir(runner.WORK)
        isolate.redirect_streams(stdout, stderr)
        isolate.limit_resources(isolate.Orders.of(orders["limits"]))
        os.closerange(3, channel)
        os.closerange(channel + 1, 1 << 16)
        runner.serve(channel, channel, versions)
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
