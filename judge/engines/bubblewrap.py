"""The embedded engine: bubblewrap around a warm fork server, one fork in fresh namespaces for each sandbox."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
from collections.abc import Iterable
from pathlib import Path

from judge import payload, seccomp, wire
from judge.engines import cgroups
from judge.engines.base import Spec
from judge.engines.box import Box
from judge.engines.forkserver import ForkServer, orders, program
from judge.engines.pool import Pool
from judge.engines.view import view
from judge.errors import EngineUnavailable

_RUN = itertools.count(1)


class Bubblewrap:
    """Implements `judge.engines.base.Engine`. One fork server is kept for each set of frameworks.

    `secret` are further folders that candidates must not see, such as a private pack, should they lie below a folder
    that the sandbox shows. `use_cgroups=False` is for tests of the fallback. Raises EngineUnavailable without bwrap.
    """

    name = "bubblewrap"
    image: str | None = None

    def __init__(self, secret: Iterable[Path] = (), use_cgroups: bool = True) -> None:
        program()
        self._secret = [*payload.secret_folders(), *secret]
        self._servers: dict[tuple[str, ...], ForkServer] = {}
        self._pool = Pool(self._make, threads=1)
        self._groups = cgroups.find() if use_cgroups else None
        if self._groups is not None:
            self._groups.sweep()
        self.enforced_by = _enforced_by(self._groups)

    def warm(self, spec: Spec, count: int = 1) -> None:
        """Starts the server for these frameworks, and forks ahead; call it from a thread that outlives the engine."""
        self._serve(spec)
        self._pool.prepare(spec, count)

    def start(self, spec: Spec) -> Box:
        """A fresh fork of the warm server, under its limits, with its runner ready."""
        self._serve(spec)
        box = self._pool.take(spec)
        box.hand_over()
        return box

    def cool(self, spec: Spec) -> None:
        """Ends forks that were made ahead and not taken; the server stays."""
        self._pool.drop(spec)

    def _serve(self, spec: Spec) -> None:
        """Sees to it that there is a living server for these frameworks; forks of a dead one have died with it."""
        if spec.device != "cpu":
            raise EngineUnavailable("the bubblewrap engine has no GPU: use --sandbox docker --device cuda")
        server = self._servers.get(spec.frameworks)
        if server is not None and server.process.poll() is not None:
            self._pool.drop()
            self._servers.pop(spec.frameworks).close()
        if spec.frameworks not in self._servers:
            shown = view(payload.sandbox_dir(), Path(wire.__file__), self._secret, spec.frameworks)
            self._servers[spec.frameworks] = ForkServer.spawn(shown, spec.frameworks)

    def _make(self, spec: Spec) -> Box:
        server = self._servers[spec.frameworks]
        server.wait()
        return self._settled(self._forked(server, spec), spec)

    def _forked(self, server: ForkServer, spec: Spec) -> Box:
        filter_fd = os.memfd_create("seccomp")
        with os.fdopen(filter_fd, "wb") as filter_file, contextlib.ExitStack() as theirs:
            filter_file.write(seccomp.program(self._groups is not None, spec.limits.loopback))
            filter_file.flush()
            channel, channel_end = socket.socketpair()
            status, status_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            (out, out_end), (err, err_end) = os.pipe(), os.pipe()
            theirs.enter_context(channel_end)
            theirs.enter_context(status_end)
            theirs.callback(os.close, out_end)
            theirs.callback(os.close, err_end)
            box = Box(spec, channel, status, (out, err))
            ends = [channel_end.fileno(), out_end, err_end, status_end.fileno(), filter_fd]
            try:
                server.fork(orders(spec, self._groups is None, server.shown_below_tmp), ends)
            except EngineUnavailable:
                box.close()
                raise
        return box

    def _settled(self, box: Box, spec: Spec) -> Box:
        try:
            name = f"{os.getpid()}-{next(_RUN)}"
            box.settle(self._groups.make(name, spec.limits) if self._groups is not None else None)
        except BaseException:
            box.close()
            raise
        return box

    def close(self) -> None:
        """Ends the servers; every sandbox ends with them."""
        self._pool.close()
        while self._servers:
            self._servers.popitem()[1].close()


def _enforced_by(groups: cgroups.Groups | None) -> dict[str, str]:
    always = {
        "wall": "the judge's clock",
        "output": "the judge's pipes",
        "tmp": "tmpfs size and inodes",
        "open_files": "rlimit",
        "network": "an empty network namespace",
        "system_calls": "seccomp",
        "users": "a user namespace",
        "kernel": "the host's",
    }
    if groups is None:
        tree = "rlimit for each process, watcher for the tree"
        return {**always, "memory": tree, "cpu": tree, "processes": "rlimit in a user namespace"}
    kernel = f"cgroup v{groups.version}"
    return {**always, "memory": kernel, "cpu": f"{kernel}, watcher", "processes": kernel}
