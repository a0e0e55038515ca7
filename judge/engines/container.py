"""One container of the docker engine, as the judge holds it."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, NotFound

from judge.engines import deaths
from judge.engines.base import ChannelLost, Deadline, Death, Spec
from judge.engines.capture import Capture
from judge.engines.channel import Channel, plain_socket
from judge.engines.counters import Counted, Counters, of_container
from judge.engines.gpu import MemoryWatch, processes
from judge.engines.pause import set_paused
from judge.errors import JudgeError
from judge.model import Output, Usage, Verdict
from judge.wire import Buffer

OWN_PROCESSES = 2  # docker's init and the pump of sandbox/container.py
MIB = 1 << 20
_WATCH_S = 0.005
_END_S = 10.0
_QUIET_S = 0.03
_LAST_WORDS_S = 0.5
_CUDA_CONTEXT_MB = 1024  # what a process holds on a GPU before its first tensor


class Container:
    """A `judge.engines.base.Sandbox`; `start` before anything else, `close` in the end whatever happens."""

    def __init__(self, client: docker.DockerClient, identity: str, spec: Spec, limits_memory_anew: bool) -> None:
        self.identity = identity
        self._limits_memory_anew = limits_memory_anew
        self._client = client
        self._spec = spec
        self._capture = Capture(spec.limits.output_kb * 1024, lambda: None)
        self._channel: Channel | None = None
        self._attached: Any = None
        self._counters: Counters | None = None
        self._base: Counted | None = None  # what was used before the candidate's program came
        self._last = Counted()
        self._memory_seen = 0
        self._gpu: MemoryWatch | None = None
        self._started = time.monotonic()
        self._next_look = 0.0
        self._reached: Death | None = None
        self._death: Death | None = None
        self._wall_s: float | None = None
        self._final: Usage | None = None
        self._frozen = False
        self._stopped = False
        self.closed = False

    def start(self, first: bytes, deadline: Deadline) -> None:
        """Attaches, starts the container, sends `first`, and returns when the runner said hello (it stays unread).

        Raises:
            ChannelLost: the container ended before.
            DeadlinePassed: it did not answer in time.
            DockerException: the daemon refused.
        """
        limits, api = self._spec.limits, self._client.api
        streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        self._attached = api.attach_socket(self.identity, params=streams)
        connection = plain_socket(self._attached)
        unasked = limits.returned_mb * MIB
        self._channel = Channel(connection, self._capture, unasked, limits.output_kb * 1024, self._watch)
        api.start(self.identity)
        self._counters = of_container(self.identity, self._state()["Pid"], self._stats)
        if self._spec.device == "cuda":
            self._gpu = MemoryWatch(lambda: processes(self._client, self.identity))
        self._channel.send([first], deadline)
        self._channel.await_first_byte(deadline)
        if self._limits_memory_anew:
            allowed = limits.memory_mb * MIB + self._counters.read().memory_now
            api.update_container(self.identity, mem_limit=allowed, memswap_limit=allowed)

    def hand_over(self) -> None:
        """Time and memory count from here; what the start took is not the candidate's."""
        self._base = self._count()
        self._memory_seen = self._base.memory_now
        self._started = time.monotonic()

    @property
    def counted_by(self) -> str:
        """Where the figures come from."""
        return self._counters.source if self._counters is not None else ""

    def send(self, parts: Sequence[Buffer], deadline: Deadline) -> None:
        self._open().send(parts, deadline)

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        return self._open().receive(size, deadline)

    def freeze(self, frozen: bool) -> None:
        if frozen == self._frozen or self._stopped:
            return
        if set_paused(self._client.api, self.identity, frozen, self._running):
            self._frozen = frozen

    def _running(self) -> bool:
        try:
            return bool(self._client.api.inspect_container(self.identity)["State"]["Running"])
        except NotFound:
            return False
        except (DockerException, requests.RequestException) as error:
            raise _gone(error) from None

    def kill(self) -> None:
        if self._stopped:
            return
        self.freeze(frozen=False)  # the daemon does not kill what is paused
        self._count()
        # The daemon answers only when all output is delivered, so somebody has to take it meanwhile.
        with ThreadPoolExecutor(1) as helper:
            killing = helper.submit(self._kill)
            while self._channel is not None and not self._channel.closed and not killing.done():
                self._channel.drain(0.002, 0.05)
            killing.result()

    def _kill(self) -> None:
        try:
            self._client.api.kill(self.identity)
            self._stopped = True
        except NotFound:
            self._stopped = True
        except APIError as error:
            if error.status_code != 409:  # 409: it does not run any more
                raise JudgeError(f"a container could not be killed: {error}") from None
        except (DockerException, requests.RequestException) as error:
            raise _gone(error) from None

    def death(self) -> Death:
        if self._death is None:
            channel = self._open()
            if not channel.closed:
                self.kill()
            self._count()
            channel.drain(1.0, 2.0)
            self._death = self._cause(self._ended())
            self._stop_clock()
        return self._death

    def usage(self) -> Usage:
        if self._final is not None:
            return self._final
        counted, base = self._count(), self._base or Counted()
        # The kernel's own peak may be that of the start, and holds files that were read then.
        memory = self._memory_seen - base.memory_now if self._limits_memory_anew else counted.memory_bytes
        if counted.memory_kills:
            memory = self._spec.limits.memory_mb * MIB
        return Usage(
            wall_s=self._wall_s if self._wall_s is not None else time.monotonic() - self._started,
            cpu_s=max(0.0, counted.cpu_s - base.cpu_s),
            memory_peak_mb=max(0, memory) / MIB,
            processes_peak=max(0, counted.processes - OWN_PROCESSES),
        )

    def output(self) -> Output:
        if self._channel is not None:
            self._channel.drain(_QUIET_S, 0.2)
        return self._capture.output()

    def stop(self) -> Death | None:
        if self._final is None:
            self._stop_clock()
            self._final = self.usage()
            with suppress(JudgeError):  # gVisor does not end what is paused
                self.freeze(frozen=False)
            if self._channel is not None:
                self._channel.hang_up(_LAST_WORDS_S)
                self._reached = self._reached or self._passed(self._last)
                self._channel.close()
        return self._reached

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.stop()
        if self._attached is not None:
            self._attached.close()
        if self._gpu is not None:
            self._gpu.close()
        if self._counters is not None:
            self._counters.close()
        remove(self._client, self.identity)

    def _open(self) -> Channel:
        if self._channel is None:
            raise JudgeError("this container was never started")
        return self._channel

    def _stop_clock(self) -> None:
        if self._wall_s is None:
            self._wall_s = time.monotonic() - self._started

    def _count(self) -> Counted:
        if self._counters is None:
            return Counted()
        try:
            counted = self._counters.read()
        except (DockerException, requests.RequestException, KeyError):
            return Counted()
        self._memory_seen = max(self._memory_seen, counted.memory_now)
        self._last = counted
        return counted

    def _watch(self) -> None:
        """Kills the container and raises ChannelLost when a limit was passed."""
        now = time.monotonic()
        flooded = self._capture.flooded or self._open().flooded
        if now < self._next_look and not flooded:
            return
        self._next_look = now + _WATCH_S
        self._reached = self._reached or self._passed(self._count())
        if self._reached is not None:
            self.kill()
            raise ChannelLost(self._reached.message)

    def _passed(self, counted: Counted) -> Death | None:
        limits, cpu_s = self._spec.limits, counted.cpu_s - self._base.cpu_s if self._base is not None else 0.0
        if self._capture.flooded:
            return deaths.output(self._capture.flooded, self._capture.printed, limits)
        if self._channel is not None and self._channel.flooded:
            return Death(
                Verdict.RUNTIME_ERROR, f"the program did not keep to the conversation: {self._channel.flooded}"
            )
        if counted.memory_kills:
            return self._memory_death()
        if self._gpu is not None and self._gpu.peak_mb > limits.gpu_memory_mb + _CUDA_CONTEXT_MB:
            return Death(Verdict.MEMORY_LIMIT_EXCEEDED, f"GPU memory: more than {limits.gpu_memory_mb} MiB, killed")
        if cpu_s > limits.cpu_s:
            return deaths.processor_time(cpu_s, limits)
        return None

    def _memory_death(self) -> Death:
        # The kernel kills where an allocation could not be met: the peak is the limit, less a page or two.
        return deaths.memory(self._spec.limits.memory_mb * MIB, self._spec.limits)

    def _cause(self, state: dict[str, Any]) -> Death:
        if self._reached is not None:
            return self._reached
        passed = self._passed(self._count())
        if passed is not None:
            return passed
        if state.get("OOMKilled"):
            return self._memory_death()
        if self._stopped:
            wall = time.monotonic() - self._started
            return Death(
                Verdict.TIME_LIMIT_EXCEEDED, f"the program was still running after {wall:.1f} s and was killed"
            )
        return deaths.exit_status(int(state.get("ExitCode", 0)), self._spec.limits)

    def _ended(self) -> dict[str, Any]:
        """The daemon's account of the end, which is at most _END_S away."""
        try:
            self._client.api.wait(self.identity, timeout=math.ceil(_END_S))
        except NotFound:
            return {}
        except (DockerException, requests.RequestException):
            self.kill()
        return self._state()

    def _state(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self._client.api.inspect_container(self.identity)["State"]
        except NotFound:
            return {}
        except (DockerException, requests.RequestException) as error:
            raise _gone(error) from None
        return found

    def _stats(self) -> dict[str, Any]:
        found: dict[str, Any] = self._client.api.stats(self.identity, stream=False, one_shot=True)
        return found


def remove(client: docker.DockerClient, identity: str) -> None:
    """Removes a container with all that lives in it; harmless when it or the daemon is gone."""
    with suppress(DockerException, requests.RequestException):
        client.api.remove_container(identity, force=True, v=True)


def _gone(error: Exception) -> JudgeError:
    return JudgeError(f"the docker daemon stopped answering: {error}. See its log, then run judge doctor")
