"""Between the wire's plain values and the live values that candidate code sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from sandbox.wire import DTYPES, FLOATING, Array, Handle, Opaque

MAX_DEPTH = 24
_SCALARS = (bool, int, float, complex, str, bytes, type(None))


@dataclass
class Arguments:
    """The live arguments of one call.

    Attributes:
        args, kwargs: what the entry point is called with.
        arrays: (path, array as sent, live array) of every array among them, in order.
        objects: live objects that were passed by handle.
    """

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    arrays: list[tuple[str, Array, Any]] = field(default_factory=list)
    objects: list[Any] = field(default_factory=list)

    def leaves(self) -> list[Any]:
        """The live floating arrays, in order: what gradients are taken of."""
        return [live for _, sent, live in self.arrays if sent.dtype in FLOATING]

    def changed(self, adapter: ModuleType) -> list[str]:
        """Paths of the arrays that no longer hold what was sent."""
        return [path for path, sent, live in self.arrays if not _same(adapter.plain(live), sent)]


def _same(now: Array | None, sent: Array) -> bool:
    return now is not None and (now.dtype, now.shape) == (sent.dtype, sent.shape) and now.data == sent.data


def arguments(fields: dict[str, Any], adapter: ModuleType, objects: dict[int, Any]) -> Arguments:
    """The live arguments that a request's `args` and `kwargs` describe; floating arrays are leaves where asked."""
    made = Arguments()
    leaf = bool(fields.get("gradients"))

    def live(value: Any, path: str) -> Any:
        if isinstance(value, Array):
            tensor = adapter.tensor(value, leaf and value.dtype in FLOATING)
            made.arrays.append((path, value, tensor))
            return tensor
        if isinstance(value, Handle):
            made.objects.append(objects[value.number])
            return objects[value.number]
        if isinstance(value, list | tuple):
            return type(value)(live(item, f"{path}[{index}]") for index, item in enumerate(value))
        if isinstance(value, dict):
            return {key: live(item, f"{path}[{key}]") for key, item in value.items()}
        return value

    made.args = tuple(live(value, f"args[{index}]") for index, value in enumerate(fields.get("args", ())))
    made.kwargs = {name: live(value, name) for name, value in fields.get("kwargs", {}).items()}
    return made


def to_wire(value: Any, plain: Callable[[object], Array | None], depth: int = 0) -> Any:
    """The wire's form of whatever a program returned: only exact builtin types, arrays, and containers of them.

    A subclass, or an object that only looks like an array, becomes `Opaque`: it is reported as what it is.
    """
    kind = type(value)
    if kind in _SCALARS:
        return value
    array = plain(value)
    if array is not None:
        return array
    if depth < MAX_DEPTH:
        if kind is list or kind is tuple or _is_named_tuple(value):
            items = [to_wire(item, plain, depth + 1) for item in value]
            return items if kind is list else tuple(items)
        if kind is dict and all(type(key) in (str, int) for key in value):
            return {key: to_wire(item, plain, depth + 1) for key, item in value.items()}
    return Opaque(f"{kind.__module__}.{kind.__qualname__}")


def _is_named_tuple(value: object) -> bool:
    """Also what `torch.max` and its like return, which is named in another way."""
    return isinstance(value, tuple) and (hasattr(type(value), "_fields") or hasattr(type(value), "n_fields"))


def plain_ndarray(value: object) -> Array | None:
    """The bytes of an ndarray or numpy scalar whose dtype can cross; None for anything else, subclasses included."""
    if type(value) is np.ndarray or isinstance(value, np.generic):
        values = np.asarray(value)
        if can_cross(values):
            return Array.of(values)
    return None


def can_cross(values: np.ndarray[Any, Any]) -> bool:
    """Whether the wire knows the dtype."""
    return values.dtype.name in DTYPES and values.dtype.isbuiltin != 2  # 2: made by a package, such as a bfloat16


def array_or_ndarray(plain: Callable[[object], Array | None]) -> Callable[[object], Array | None]:
    """`plain`, widened to what any probe or scalar may be: numpy scalars, and plain ndarrays where asked."""

    def widened(value: object) -> Array | None:
        found = plain(value)
        return plain_ndarray(value) if found is None else found

    return widened


def scalar_or(plain: Callable[[object], Array | None]) -> Callable[[object], Array | None]:
    """`plain`, widened to numpy scalars: a scalar result may be of any scalar type."""
    widened = array_or_ndarray(plain)
    return lambda value: widened(value) if isinstance(value, np.generic) else plain(value)


def floating_outputs(
    value: Any, plain: Callable[[object], Array | None], path: str = "", depth: int = 0
) -> Iterator[tuple[str, Any]]:
    """The live floating arrays of a returned value with their paths, such as "[0][mean]"."""
    if type(value) in _SCALARS:
        return
    array = plain(value)
    if array is not None:
        if array.dtype in FLOATING:
            yield path, value
    elif depth < MAX_DEPTH and isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from floating_outputs(item, plain, f"{path}[{index}]", depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, dict):
        for key, item in value.items():
            yield from floating_outputs(item, plain, f"{path}[{key}]", depth + 1)
