"""One forked sandbox of the bubblewrap engine, as the judge holds it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

from judge.engines import deaths
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed, Death, Spec
from judge.engines.capture import Capture, PipeReader
from judge.engines.cgroups import Group
from judge.engines.packets import receive_json
from judge.engines.tree import Watch
from judge.errors import JudgeError
from judge.model import Output, Usage, Verdict
from judge.wire import Buffer

_CREDENTIALS = struct.Struct("3i")
_SETUP_S = 30.0
_WATCH_S = 0.05
_LAST_WORDS_S = 0.5


class Box:
    """A `judge.engines.base.Sandbox` made of a keeper, an init and a candidate process."""

    def __init__(self, spec: Spec, channel: socket.socket, status: socket.socket, pipes: tuple[int, int]) -> None:
        self._spec = spec
        self._channel = channel
        self._status = status
        self._capture = Capture(spec.limits.output_kb * 1024, self.kill)
        self._reader = PipeReader(self._capture, *pipes)
        self._pidfds: list[int] = []
        self._watch: Watch | None = None
        self._group: Group | None = None
        self._lost = False
        self._frozen = False
        self._started = time.monotonic()
        self._ended: Death | None = None
        self._final: Usage | None = None
        self._passed: Death | None = None
        self._removed = False
        channel.setblocking(False)
        status.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def settle(self, group: Group | None) -> None:
        """Puts the new processes under their limits before they run anything; raises JudgeError if they fail."""
        self._group = group
        try:
            self._set_up(group)
        except OSError as error:  # its processes are gone, as where the fork server was killed
            raise JudgeError(f"the sandbox ended while it was being set up: {error}") from error

    def _set_up(self, group: Group | None) -> None:
        deadline = Deadline.after(_SETUP_S)
        message, keeper = self._hear(deadline)
        if message != b"hello":
            raise JudgeError(f"the sandbox could not be set up: {message.decode('utf-8', 'replace')[:300]}")
        self._pidfds.append(os.pidfd_open(keeper))
        self._watch = Watch(keeper, self._spec.limits, group)
        if group is not None:
            group.add(keeper)
        else:
            self._watch.guard(self.kill)
        self._status.send(b"go")
        message, init = self._hear(deadline)
        if message != b'{"init": true}':
            raise JudgeError(f"the sandbox could not be set up: {message.decode('utf-8', 'replace')[:300]}")
        self._pidfds.insert(0, os.pidfd_open(init))

    def hand_over(self) -> None:
        """Wall time counts from here."""
        self._started = time.monotonic()

    def send(self, parts: Sequence[Buffer], deadline: Deadline) -> None:
        for part in parts:
            view = memoryview(part).cast("B")
            while view:
                try:
                    view = view[self._channel.send(view) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT, deadline)
                except OSError:
                    raise self._hung_up() from None

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            try:
                count = self._channel.recv_into(view)
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise self._hung_up() from None
            if not count:
                raise self._hung_up()
            view = view[count:]
            if view:
                deadline.left()  # an end that sends byte after byte never lets us wait
        return data

    def _hung_up(self) -> ChannelLost:
        self._lost = True
        return ChannelLost()

    def _wait(self, event: int, deadline: Deadline) -> None:
        poll = select.poll()
        poll.register(self._channel, event)
        while not poll.poll(min(deadline.left(), _WATCH_S) * 1000):
            if self._watch is not None and self._watch.exceeded():
                self.kill()

    def freeze(self, frozen: bool) -> None:
        self._frozen = frozen
        if self._group is not None:
            self._group.freeze(frozen)
        elif self._watch is not None:
            self._watch.signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def kill(self) -> None:
        if self._frozen:  # a frozen process of cgroup v1 does not even die
            self.freeze(frozen=False)
        for pidfd in self._pidfds:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def death(self) -> Death:
        if self._ended is None:
            status = self._exit_status()
            self._end()
            self._ended = self._cause(status)
        return self._ended

    def _limit_passed(self) -> Death | None:
        if self._capture.flooded:
            return deaths.output(self._capture.flooded, self._capture.printed, self._spec.limits)
        return self._watch.exceeded() if self._watch is not None else None

    def _cause(self, status: dict[str, Any]) -> Death:
        reached = self._limit_passed()
        if reached is not None:
            return reached
        code = status.get("code")
        if code is None:
            return Death(Verdict.RUNTIME_ERROR, "the program broke off the conversation with the judge")
        if code == -signal.SIGXCPU and self._watch is not None:
            return self._watch.out_of_time()
        if code < 0:
            return Death(Verdict.RUNTIME_ERROR, f"the program was ended by {_signal_name(-code)}")
        return Death(Verdict.RUNTIME_ERROR, f"the program ended itself with exit status {code} before it answered")

    def _exit_status(self) -> dict[str, Any]:
        """What init says of the candidate's end; nothing when it still lives or was killed."""
        patience = _LAST_WORDS_S if self._lost else 1e-3
        try:
            return receive_json(self._status, Deadline.after(patience))
        except (ChannelLost, DeadlinePassed):
            return {}

    def usage(self) -> Usage:
        if self._final is not None:
            return self._final
        wall = time.monotonic() - self._started
        return self._watch.usage(wall) if self._watch is not None else Usage(wall_s=wall)

    def output(self) -> Output:
        return self._capture.output()

    def stop(self) -> Death | None:
        if self._final is None:
            self._end_all()
            with contextlib.suppress(OSError):  # the other end may be gone
                self._channel.shutdown(socket.SHUT_RDWR)
            self._settle_figures()
            self._passed = self._limit_passed()
        return self._passed

    def close(self) -> None:
        self._end()
        self._channel.close()
        self._status.close()
        while self._pidfds:
            os.close(self._pidfds.pop())

    def _end(self) -> None:
        """Kills everything, waits until the kernel has ended it, keeps the counters, removes the group."""
        if self._removed:
            return
        if self._final is None:
            self._end_all()
        for pidfd in self._pidfds:
            poll = select.poll()
            poll.register(pidfd, select.POLLIN)
            if not poll.poll(10_000):
                raise JudgeError("a sandbox did not end within 10 s of being killed")
        if self._final is None:
            self._settle_figures()
        if self._watch is not None:
            self._watch.close()
        if self._group is not None:
            self._group.remove()
        self._removed = True

    def _end_all(self) -> None:
        self.usage()  # without a control group, processes that have ended can no longer be counted
        self.kill()

    def _settle_figures(self) -> None:
        self._reader.stop()
        self._final = self.usage()

    def _hear(self, deadline: Deadline) -> tuple[bytes, int]:
        """A message of the keeper or init and the process id, in the judge's terms, that the kernel vouches for."""
        poll = select.poll()
        poll.register(self._status, select.POLLIN)
        if not poll.poll(deadline.left() * 1000):
            raise JudgeError("the fork server did not answer in time")
        data, ancillary, _, _ = self._status.recvmsg(4096, socket.CMSG_SPACE(_CREDENTIALS.size))
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                return data, _CREDENTIALS.unpack(content)[0]
        raise JudgeError("the fork server closed the connection while a sandbox was being set up")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # the real-time signals between the first and the last have no name
        return f"signal {number}"
