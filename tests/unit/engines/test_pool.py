"""Sandboxes started ahead: given out once, ended where nobody took them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from judge.engines.base import Spec
from judge.engines.pool import Pool
from judge.errors import JudgeError
from judge.model import Limits

ONE, OTHER = Spec(Limits(), ("numpy",)), Spec(Limits(), ("torch",))


class Made:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class Workshop:
    def __init__(self) -> None:
        self.made: list[Made] = []
        self.open = threading.Event()
        self.open.set()
        self.broken = False
        self.pool: Pool[Made] = Pool(self.make, threads=1)  # type: ignore[type-var]

    def make(self, spec: Spec) -> Made:
        self.open.wait()
        if self.broken:
            raise JudgeError("no room")
        self.made.append(Made(spec))
        return self.made[-1]


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.open.set()
    made.pool.close()


def test_what_was_prepared_is_taken_before_anything_new_is_made(workshop: Workshop) -> None:
    workshop.pool.prepare(ONE, 2)
    workshop.pool.prepare(ONE, 2)  # they are there already
    taken = [workshop.pool.take(ONE) for _ in range(3)]
    assert taken == workshop.made
    assert len(workshop.made) == 3


def test_each_kind_waits_by_itself(workshop: Workshop) -> None:
    workshop.pool.prepare(ONE, 1)
    assert workshop.pool.take(OTHER).spec == OTHER
    assert workshop.pool.take(ONE) is workshop.made[0]


def test_preparing_does_not_wait(workshop: Workshop) -> None:
    workshop.open.clear()
    workshop.pool.prepare(ONE, 1)
    assert workshop.made == []


def test_what_nobody_took_is_ended(workshop: Workshop) -> None:
    workshop.pool.prepare(ONE, 2)
    workshop.pool.prepare(OTHER, 1)
    taken = workshop.pool.take(ONE)
    workshop.pool.drop(ONE)
    workshop.pool.close()
    assert taken.closed == 0
    assert [one.closed for one in workshop.made if one is not taken] == [1] * (len(workshop.made) - 1)


def test_what_was_dropped_before_it_was_begun_is_never_made(workshop: Workshop) -> None:
    workshop.open.clear()
    workshop.pool.prepare(ONE, 3)
    threading.Timer(0.05, workshop.open.set).start()
    workshop.pool.drop()
    assert len(workshop.made) <= 1
    assert all(one.closed == 1 for one in workshop.made)


def test_a_failure_is_told_to_the_one_who_takes(workshop: Workshop) -> None:
    workshop.broken = True
    workshop.pool.prepare(ONE, 2)
    with pytest.raises(JudgeError, match="no room"):
        workshop.pool.take(ONE)
    workshop.pool.drop()
    workshop.broken = False
    assert workshop.pool.take(ONE).spec == ONE
