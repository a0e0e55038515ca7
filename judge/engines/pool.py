"""Sandboxes started ahead, so that the next submission finds one ready."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

from judge.engines.base import Sandbox, Spec
from judge.errors import JudgeError

Started = TypeVar("Started", bound=Sandbox)


class Pool(Generic[Started]):
    """Starts sandboxes on threads of its own; each is given out once.

    Args:
        make: starts one; what it raises, `take` raises.
        threads: how many may be in the making at one time.
    """

    def __init__(self, make: Callable[[Spec], Started], threads: int) -> None:
        self._make = make
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="judge-sandbox")
        self._waiting: dict[Spec, list[Future[Started]]] = {}
        self._lock = threading.Lock()

    def prepare(self, spec: Spec, count: int) -> None:
        """Begins, without waiting, as many as are missing for the next `count` calls of `take`."""
        with self._lock:
            waiting = self._waiting.setdefault(spec, [])
            waiting += [self._threads.submit(self._make, spec) for _ in range(count - len(waiting))]

    def take(self, spec: Spec) -> Started:
        """One that was begun ahead, or a new one."""
        with self._lock:
            waiting = self._waiting.get(spec)
            future = waiting.pop(0) if waiting else self._threads.submit(self._make, spec)
        return future.result()

    def drop(self, spec: Spec | None = None) -> None:
        """Ends those that nobody took: of one kind, or all."""
        with self._lock:
            kinds = [spec] if spec is not None else list(self._waiting)
            left = [future for kind in kinds for future in self._waiting.pop(kind, ())]
        for future in [one for one in left if not one.cancel()]:
            with suppress(JudgeError):  # what could not be started needs no end
                future.result().close()

    def close(self) -> None:
        """Ends all that nobody took, and the threads."""
        self.drop()
        self._threads.shutdown(wait=True, cancel_futures=True)
