"""Several challenges at the same time, each in a process of its own, with their progress told here."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from judge import engines
from judge.catalog import open_catalog
from judge.check.challenge import check
from judge.check.findings import Checked
from judge.check.programs import Say

_said: SimpleQueue[str | None]


@dataclass(frozen=True)
class Order:
    """One challenge to check; everything a process needs to know."""

    challenge: str
    pack: Path | None
    sandbox: str
    steps: tuple[str, ...]


def run(orders: Sequence[Order], jobs: int, say: Say) -> Iterator[Checked]:
    """The results as they come.

    Raises:
        EngineUnavailable: no sandbox can be started.
    """
    context = multiprocessing.get_context("spawn")  # a fork would share sockets of sandboxes
    said: SimpleQueue[str | None] = context.SimpleQueue()
    # Leaving the pool ends its processes at once, and every sandbox with them.
    with _told(said, say), context.Pool(min(jobs, len(orders)), _begin, (said,)) as pool:
        yield from pool.imap_unordered(_check, orders)


@contextmanager
def _told(said: SimpleQueue[str | None], say: Say) -> Iterator[None]:
    def listen() -> None:
        while (step := said.get()) is not None:
            say(step)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        said.put(None)
        listener.join(1)


def _begin(said: SimpleQueue[str | None]) -> None:
    global _said
    _said = said


def _check(order: Order) -> Checked:
    secret = [] if order.pack is None else [order.pack.resolve()]
    engine = engines.choose(order.sandbox, secret)
    try:
        return check(open_catalog(order.pack), order.challenge, engine, say=_said.put, steps=order.steps)
    finally:
        engine.close()
