"""What marks say of hidden tests: in which order they run, and what each is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

import pytest

from judge.errors import JudgeError
from judge.model import Aspect


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Dependencies first; timed tests, and what depends on one, last; otherwise as they stand.

    Raises:
        JudgeError: a test depends on a name that is no test here, or on itself by way of others.
    """
    order = _Order(items)
    return sorted(items, key=lambda item: order.rank(function(item)))


def function(item: pytest.Item) -> str:
    """The name of the test function; all its parametrisations have it."""
    return str(getattr(item, "originalname", item.name))


def needed(item: pytest.Item) -> list[str]:
    """The test functions that the item depends on."""
    return [str(name) for mark in item.iter_markers("depends") for name in mark.args]


def aspect(item: pytest.Item) -> Aspect:
    """What the test is about; raises JudgeError for a name that is no aspect."""
    mark = item.get_closest_marker("aspect")
    timed = item.get_closest_marker("timed") is not None
    name = mark.args[0] if mark is not None and mark.args else "runtime" if timed else "outputs"
    if name not in get_args(Aspect):
        raise JudgeError(f"{function(item)}: {name!r} is no aspect; write one of {', '.join(get_args(Aspect))}")
    return cast("Aspect", name)


class _Order:
    def __init__(self, items: Sequence[pytest.Item]) -> None:
        self._needs: dict[str, set[str]] = {}
        self._timed: dict[str, bool] = {}
        self._ranks: dict[str, tuple[bool, int]] = {}
        for item in items:
            name = function(item)
            self._needs.setdefault(name, set()).update(needed(item))
            self._timed[name] = self._timed.get(name, False) or item.get_closest_marker("timed") is not None

    def rank(self, name: str, above: tuple[str, ...] = ()) -> tuple[bool, int]:
        """Whether the test belongs to the last ones, and how many stand before it in the longest chain."""
        if name in above:
            raise JudgeError(f"hidden tests depend on each other in a circle: {' > '.join((*above, name))}")
        if name not in self._needs:
            raise JudgeError(f"{above[-1]} depends on {name}, and no hidden test is called so")
        if name not in self._ranks:
            before = [self.rank(one, (*above, name)) for one in sorted(self._needs[name])]
            late = self._timed[name] or any(late for late, _ in before)
            self._ranks[name] = late, 1 + max((rank for _, rank in before), default=0)
        return self._ranks[name]
