"""What is wrong with a tensor, in words that a learner can use. Pure.

No word holds an expected or a returned value: places and shares follow from the form of the result, and a factor is
named only where it is a plain number or made of sizes (1/sqrt(8), 3/4, 2), never as it was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from judge.samples import Floats

Flags: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
_TIGHT = 1e-4  # how well a pattern has to fit, relative to the result
_MOST = 0.9
_LARGE = 1_000_000  # elements; more would take long to sort


def describe(actual: Floats, truth: Floats, allowed: float, sizes: Iterable[int] = ()) -> tuple[str, ...]:
    """At most three patterns that the error follows, the most telling first; () where none is seen.

    Args:
        actual: the candidate's result, float64, of the shape of `truth` (...).
        truth: the reference's.
        allowed: the error norm that is accepted.
        sizes: sizes of the inputs, of which a factor may be made.
    """
    if actual.shape != truth.shape or not truth.size:
        return ()
    with np.errstate(all="ignore"):  # whatever a candidate returned
        return _patterns(actual, truth, allowed, list(sizes) if truth.size <= _LARGE else None)


def _patterns(actual: Floats, truth: Floats, allowed: float, sizes: list[int] | None) -> tuple[str, ...]:
    finite = np.isfinite(truth)
    if not np.isfinite(actual[finite]).all():
        return tuple(_places(~np.isfinite(actual) & finite, "is not finite"))[:2]
    if not finite.all():
        return ()
    found = [] if sizes is None else [*_wholes(actual, truth, [*truth.shape, *sizes])]
    wrong = np.abs(actual - truth) > max(allowed, 1e-7 * _norm(truth)) / np.sqrt(truth.size)
    if not found:
        found += _precision(actual, truth, wrong)
    return tuple([*found, *_places(wrong, "is wrong")][:3])


def _wholes(actual: Floats, truth: Floats, sizes: list[int]) -> Iterator[str]:
    """Patterns of the whole tensor: the first that fits."""
    checks: tuple[Callable[[Floats, Floats, list[int]], str], ...] = (
        _constant,
        _factor,
        _factor_of_rows,
        _offset,
        _order,
        _power,
    )
    for check in checks:
        if text := check(actual, truth, sizes):
            yield text
            return


def _constant(actual: Floats, truth: Floats, _sizes: list[int]) -> str:
    if not actual.any():
        return "it is zero everywhere"
    if actual.size > 1 and np.ptp(actual) == 0 and np.ptp(truth) > 0:
        return "every element is the same number"
    return ""


def _factor(actual: Floats, truth: Floats, sizes: list[int]) -> str:
    """One factor for all elements. A single number always has one, so it must fit the better there."""
    size = float(np.vdot(truth, truth))
    factor = float(np.vdot(truth, actual)) / size if size > 0 else 0.0
    if factor == 0 or not _same(actual, factor * truth, _TIGHT):
        return ""
    name, value = _named(factor, sizes, 1e-5 if truth.size < 4 else 1e-4)
    if name == "-1":
        return "the sign is wrong everywhere"
    if name:
        return f"it is about {value:.3g} = {name} times what is due, everywhere"
    return "it is off by one and the same factor everywhere" if truth.size >= 4 else ""


def _named(factor: float, sizes: list[int], fit: float) -> tuple[str, float]:
    """What the factor is made of, and that number; "" where it is no plain number and made of no size."""
    names = {"-1": -1.0, "2": 2.0, "1/2": 0.5, "log(2)": np.log(2), "1/log(2)": 1 / np.log(2), "1/10": 0.1, "10": 10.0}
    for size in sorted({size for size in sizes if 1 < size < 10**6}):
        names |= {
            f"1/sqrt({size})": size**-0.5,
            f"sqrt({size})": size**0.5,
            f"1/{size}": 1 / size,
            f"{size}": float(size),
            f"{size - 1}/{size}": (size - 1) / size,
            f"{size}/{size - 1}": size / (size - 1),
        }
    close = {name: abs(factor / value - 1) for name, value in names.items()}
    best = min(close, key=lambda name: close[name])
    return (best, float(names[best])) if close[best] < fit else ("", 0.0)


def _factor_of_rows(actual: Floats, truth: Floats, _sizes: list[int]) -> str:
    if truth.ndim < 2 or truth.shape[-1] < 3:
        return ""
    size = np.sum(truth * truth, axis=-1, keepdims=True)
    factors = np.sum(truth * actual, axis=-1, keepdims=True) / np.where(size > 0, size, 1.0)
    if _same(actual, factors * truth, _TIGHT):
        return "each row along the last dimension is off by a factor of its own: is it normalised as it should be?"
    return ""


def _offset(actual: Floats, truth: Floats, _sizes: list[int]) -> str:
    error = actual - truth
    if truth.size >= 4 and _same(error, np.full_like(error, error.mean()), _TIGHT):
        return "one and the same number is added everywhere"
    if truth.ndim >= 2:
        for axis, word in ((-1, "along the last dimension"), (0, "along the first dimension")):
            level = error.mean(axis=axis, keepdims=True)
            if truth.shape[axis] >= 3 and _same(error, np.broadcast_to(level, error.shape), _TIGHT):
                return f"the error is the same {word}: is something added once for each of the others?"
    return ""


def _order(actual: Floats, truth: Floats, _sizes: list[int]) -> str:
    """The right numbers in another place."""
    if truth.size < 4 or np.ptp(truth) == 0:
        return ""
    for axis, length in enumerate(truth.shape):
        if length > 1 and _same(actual, np.flip(truth, axis), _TIGHT):
            return f"dimension {axis} is reversed"
        if length > 2 and any(_same(actual, np.roll(truth, step, axis), _TIGHT) for step in (1, -1)):
            return f"dimension {axis} is shifted by one"
    for one, two in pairwise(range(truth.ndim)):
        if truth.shape[one] == truth.shape[two] and _same(actual, np.swapaxes(truth, one, two), _TIGHT):
            return f"dimensions {one} and {two} are swapped"
    if _same(np.sort(actual, axis=None), np.sort(truth, axis=None), _TIGHT):
        return "the right numbers stand in the wrong order"
    return ""


def _power(actual: Floats, truth: Floats, _sizes: list[int]) -> str:
    shapes = {
        "it is the square of what is due": truth**2,
        "it is the square root of what is due": np.sqrt(np.abs(truth)),
        "it is 1 minus what is due": 1 - truth,
        "it is the logarithm of what is due": np.log(np.where(truth > 0, truth, 1.0)),
        "it is the exponential of what is due": np.exp(np.minimum(truth, 100.0)),
    }
    return next((text for text, other in shapes.items() if truth.size >= 4 and _same(actual, other, _TIGHT)), "")


def _precision(actual: Floats, truth: Floats, wrong: Flags) -> Iterator[str]:
    """Right to a few digits, in many places: rounding, or a small term."""
    size = _norm(truth)
    share = _norm(actual - truth) / size if size > 0 else np.inf
    if 1e-7 < share < 1e-2 and wrong.mean() > 0.1:
        digits = int(-np.log10(share))
        text = f"it is right to about {digits} digits only: half precision, an epsilon in another place, or a sum of"
        yield f"{text} squares that cancels?"


def _places(wrong: Flags, what: str) -> Iterator[str]:
    """How many elements it concerns, and where they are."""
    count = int(wrong.sum())
    if not count:
        return
    if count == wrong.size:
        if wrong.size > 1:
            yield f"every element {what}"
        return
    if text := _where(wrong):
        yield f"what {what} is {text}"
    elif wrong.mean() > _MOST:
        yield f"nearly every element {what}"
    else:
        yield f"{count} of {wrong.size} elements {what.replace('is', 'are', 1)}"


def _where(wrong: Flags) -> str:
    """One row or column, else a triangle, else all but one row or column; "" for anything else."""
    lines = [_hit(wrong, axis) for axis in range(wrong.ndim) if wrong.shape[axis] > 1]
    return next(filter(None, [*(only for only, _ in lines), _triangle(wrong), *(but for _, but in lines)]), "")


def _hit(wrong: Flags, axis: int) -> tuple[str, str]:
    """Which single entry of a dimension holds everything, and which one nothing."""
    length, name = wrong.shape[axis], _name(axis, wrong.ndim)
    hit = np.flatnonzero(wrong.any(axis=tuple(other for other in range(wrong.ndim) if other != axis)))
    if hit.size == 1:
        index = int(hit[0])
        if 0 < index < length - 1:
            return f"in {name} {index} only, counted from 0", ""
        return f"in the {'last' if index else 'first'} {name} only", ""
    if hit.size == length - 1 and (hit[0] == 1 or hit[-1] == length - 2):
        return "", f"everywhere but in the {'first' if hit[0] == 1 else 'last'} {name}"
    return "", ""


def _triangle(wrong: Flags) -> str:
    if wrong.ndim < 2 or min(wrong.shape[-2:]) < 2:
        return ""
    rows, columns = np.indices(wrong.shape[-2:])
    regions = {
        "on the diagonal of the last two dimensions": rows == columns,
        "above the diagonal of the last two dimensions": columns > rows,
        "below the diagonal of the last two dimensions": columns < rows,
        "everywhere but on the diagonal of the last two dimensions": rows != columns,
    }
    return next((text for text, region in regions.items() if not (wrong & ~region).any()), "")


def _name(axis: int, dimensions: int) -> str:
    if dimensions == 1:
        return "element"
    if dimensions == 2:
        return ("row", "column")[axis]
    return f"entry of dimension {axis}"


def _same(one: Floats, other: Floats, fit: float) -> bool:
    return _norm(one - other) <= fit * max(_norm(other), _norm(one)) and bool(np.any(other))


def _norm(values: Floats) -> float:
    with np.errstate(over="ignore"):
        return float(np.sqrt(np.sum(np.square(values))))
