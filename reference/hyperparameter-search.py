"""Random search (Bergstra and Bengio 2012)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeAlias

Params: TypeAlias = "dict[str, Any]"


def _drawn(generator: random.Random, entry: tuple[Any, ...]) -> Any:
    """A value for ("uniform", low, high), ("log", low, high), ("int", low, high) or ("categorical", choices)."""
    kind, *given = entry
    if kind == "categorical":
        return generator.choice(*given)
    if kind == "int":
        return generator.randint(*given)
    if kind == "uniform":
        return generator.uniform(*given)
    low, high = given
    return low * (high / low) ** generator.random()


def search(
    objective: Callable[[Params], float], space: dict[str, tuple[Any, ...]], n_trials: int, seed: int
) -> tuple[Params, float, list[tuple[Params, float]]]:
    """Call objective n_trials times with a value for each name of space; the best point, its value, and all of them.

    history holds (params, value) in the order of the calls; the first of several smallest values is the best.
    """
    generator, history = random.Random(seed), []  # noqa: S311  (no secret)
    for _ in range(n_trials):
        params = {name: _drawn(generator, entry) for name, entry in space.items()}
        history.append((params, objective(dict(params))))
    best_params, best_value = min(history, key=lambda one: one[1])
    return best_params, best_value, history
