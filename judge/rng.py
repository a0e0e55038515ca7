"""The inputs of hidden tests: drawn from the secret seed of a run, mixed with the test's own name.

The same seed and test give the same inputs, whatever ran before; a fresh seed gives fresh ones. Arrays are float32
unless said otherwise.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np

from judge.errors import UsageError

SEED_BITS = 128
Shape: TypeAlias = "tuple[int, ...]"
Item = TypeVar("Item")


def fresh_seed() -> str:
    """128 secret random bits, in hexadecimal."""
    return secrets.token_hex(SEED_BITS // 8)


def checked_seed(text: str) -> str:
    """The seed in the form that reports print; raises UsageError if it is none."""
    try:
        number = int(text, 16)
    except ValueError:
        number = -1
    if not 0 <= number < 1 << SEED_BITS:
        raise UsageError(f"--seed {text[:40]!r} is no seed: give up to {SEED_BITS // 4} hexadecimal digits")
    return f"{number:0{SEED_BITS // 4}x}"


class Rng:
    """Draws for one test of one run; `stream` names an independent sequence beside the test's own."""

    def __init__(self, seed: str, test: str, stream: str = "inputs") -> None:
        self._name = f"{seed}\0{test}\0{stream}"

    @cached_property
    def _draw(self) -> np.random.Generator:
        digest = hashlib.sha256(self._name.encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest)))

    def normal(self, shape: Shape, count: int | None = None, scale: float = 1.0, shift: float = 0.0) -> Any:
        """Independent normal numbers, float32; `count` arrays of that shape as a tuple, or one array."""
        return self._arrays(count, lambda: (self._draw.standard_normal(shape) * scale + shift).astype(np.float32))

    def uniform(self, shape: Shape, low: float = 0.0, high: float = 1.0, count: int | None = None) -> Any:
        """Uniform numbers in [low, high), float32; `count` as in `normal`."""
        return self._arrays(count, lambda: self._draw.uniform(low, high, shape).astype(np.float32))

    def integers(self, shape: Shape, low: int, high: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Integers in [low, high), int64."""
        return self._draw.integers(low, high, shape, dtype=np.int64)

    def bernoulli(self, shape: Shape, p: float) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """True with probability p, bool."""
        return self._draw.random(shape) < p

    def permutation(self, n: int) -> np.ndarray[Any, np.dtype[np.int64]]:
        """A uniform permutation of 0 .. n-1, int64 (n,)."""
        return self._draw.permutation(n)

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self._draw.integers(len(items)))]

    def call_seed(self) -> int:
        """A seed for the generators of a program, 32 bits."""
        return int(self._draw.integers(1 << 32))

    def jittered(self, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Floats, each moved by at most one unit in the last place, never to or from zero or infinity; same dtype."""
        steps = self._draw.integers(-1, 2, values.shape)
        with np.errstate(over="ignore", under="ignore"):
            moved = np.nextafter(values, np.where(steps > 0, np.inf, -np.inf).astype(values.dtype))
        fixed = (steps == 0) | (values == 0) | (moved == 0) | ~np.isfinite(values) | ~np.isfinite(moved)
        return np.where(fixed, values, moved).astype(values.dtype)

    @staticmethod
    def _arrays(count: int | None, draw: Callable[[], Any]) -> Any:
        if count is None:
            return np.asarray(draw())
        return tuple(np.asarray(draw()) for _ in range(count))
