"""Several challenges at the same time, each in a process of its own, which tells its progress and its result."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import judge
from judge import engines
from judge.catalog import open_catalog
from judge.check.challenge import check
from judge.check.programs import Say
from judge.errors import JudgeError
from judge.findings import Checked


@dataclass(frozen=True)
class Order:
    """One challenge to check; everything a process needs to know."""

    challenge: str
    pack: Path | None
    sandbox: str
    steps: tuple[str, ...]


def run(orders: Sequence[Order], jobs: int, say: Say) -> Iterator[Checked]:
    """The results as they come, of at most `jobs` challenges at a time.

    Raises:
        JudgeError: no sandbox can be started, or a process broke.
    """
    waiting, running = list(orders), dict[Connection, BaseProcess]()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.update([_start(waiting.pop(0))])
            for channel in wait(list(running)):
                assert isinstance(channel, Connection)
                told = _told(channel, running[channel])
                if isinstance(told, str):
                    say(told)
                else:
                    running.pop(channel).join()
                    yield told
    finally:
        for process in running.values():  # every sandbox ends with its process
            process.terminate()
            process.join()


def _told(channel: Connection, process: BaseProcess) -> str | Checked:
    """What a process says next: a step or its result; raises the fault that ended it."""
    try:
        told: str | Checked | JudgeError = channel.recv()
    except EOFError:
        process.join()
        raise JudgeError(f"the process that checked a challenge ended by itself ({process.exitcode})") from None
    if isinstance(told, JudgeError):
        raise told
    return told


def _start(order: Order) -> tuple[Connection, BaseProcess]:
    context = multiprocessing.get_context("spawn")  # a fork would share the sockets of sandboxes
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_check, args=(order, theirs), daemon=True)
    with _importable():
        process.start()
    theirs.close()
    return ours, process


@contextmanager
def _importable() -> Iterator[None]:
    """The new process finds this package, also where its home is the current folder, which `cli` takes off the path."""
    home = str(Path(judge.__file__).resolve().parents[1])
    if home in sys.path:
        yield
        return
    sys.path.append(home)  # last: what else lies in that folder hides no other package
    try:
        yield
    finally:
        sys.path.remove(home)


def _check(order: Order, channel: Connection) -> None:
    secret = [] if order.pack is None else [order.pack.resolve()]
    try:
        engine = engines.choose(order.sandbox, secret)
        try:
            catalog = open_catalog(order.pack)
            channel.send(check(catalog, order.challenge, engine, say=channel.send, steps=order.steps))
        finally:
            engine.close()
    except JudgeError as fault:
        channel.send(fault)
    except KeyboardInterrupt:
        channel.close()
