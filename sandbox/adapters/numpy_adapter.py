"""numpy programs: plain arrays, hand-written gradients, state in attributes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.random  # imported before the fork: it is lazy, and every call seeds it

from sandbox.values import can_cross, plain_ndarray
from sandbox.wire import Array


class MissingBackward(Exception):
    """The program has no hand-written gradient for the function that was called."""


def seed(number: int) -> None:
    """Seeds every generator that a numpy program may draw from."""
    random.seed(number)
    np.random.seed(number % 2**32)


def tensor(array: Array, leaf: bool) -> np.ndarray[Any, Any]:
    """A writable ndarray of the same dtype and shape; numpy has no leaves, so `leaf` says nothing here."""
    return array.numpy().copy()


plain = plain_ndarray


def settings() -> dict[str, str]:
    """What holds for the whole process and is none of a program's business to change."""
    return {"numpy's treatment of errors": str(np.geterr())}


def seeds() -> dict[str, str]:
    """Nothing: numpy's generators do not tell what they were seeded with."""
    return {}


def requires_grad(live: object) -> bool:
    """Never: numpy has no autograd."""
    return False


def same_memory(one: object, other: object) -> bool:
    """Whether two arrays lie in the same memory, wholly or in part."""
    return isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and np.shares_memory(one, other)


def cast(live: object, dtype: str) -> None:
    """Nothing: a numpy object takes the dtype of the state that is set."""


def state(live: object) -> dict[str, Array]:
    """Every attribute that is an array, or a list or tuple of arrays, by name: `W.0`, `b.1`, `scale`."""
    return {name: Array.of(np.asarray(get())) for name, get, _ in _slots(live)}


def shapes(live: object) -> dict[str, tuple[int, ...]]:
    """The shapes of what `state` tells."""
    return {name: np.shape(get()) for name, get, _ in _slots(live)}


def set_state(live: object, given: dict[str, Array]) -> None:
    """Sets arrays by name; names and shapes are those of `shapes`."""
    for name, _, put in _slots(live):
        if name in given:
            put(given[name].numpy().copy())


def parameters(live: object) -> dict[str, Any]:
    """Empty: numpy programs return their gradients themselves."""
    return {}


def gradients(
    backward: Callable[..., Any] | None,
    arguments: tuple[Any, Any],
    pairs: list[tuple[Any, Array]],
    leaves: list[Any],
    again: bool = False,
) -> list[Any]:
    """Calls the program's `<entry_point>_backward(cotangent, *args, **kwargs)` and returns its arrays in order.

    `again` says nothing here: no function is asked for a gradient of a gradient.

    Raises:
        MissingBackward: the program has none.
    """
    if backward is None:
        raise MissingBackward("there is no hand-written gradient of this function")
    given = [tensor(array, leaf=False) for _, array in pairs]
    args, kwargs = arguments
    answer = backward(given[0] if len(given) == 1 else tuple(given), *args, **kwargs)
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def _slots(live: object) -> Iterator[tuple[str, Callable[[], Any], Callable[[Any], None]]]:
    for name, value in list(getattr(live, "__dict__", {}).items()):  # an object with __slots__ has none
        if _is_state(value):
            yield name, lambda value=value: value, lambda new, name=name: setattr(live, name, new)  # type: ignore[misc]
        elif isinstance(value, list | tuple) and value and all(map(_is_state, value)):
            if isinstance(value, tuple):
                value = list(value)
                setattr(live, name, value)
            for index, item in enumerate(value):
                put = lambda new, items=value, index=index: items.__setitem__(index, new)  # noqa: E731
                yield f"{name}.{index}", lambda item=item: item, put  # type: ignore[misc]


def _is_state(value: object) -> bool:
    """Arrays of text or of objects are the program's own business."""
    return isinstance(value, np.ndarray) and can_cross(value)
