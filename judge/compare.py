"""Compares a candidate's result with the reference's, tensor by tensor. Pure: no I/O, no framework.

The trees are walked together. Structure comes first: arity, names, kinds; a result of the wrong structure is not
compared further. Then, for each leaf, dtype, shape, the pattern of finite and non-finite elements, and the two bounds
of `judge.budget`. Whatever a candidate sends is answered with a mismatch, never with an exception.

Messages are for a learner: they say which tensor, where and how far, and never hold an expected or a returned value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from judge.budget import RULES, allow, difference, measure, norm, part_norms, pattern, relative_budget
from judge.budget import scaled as scaled_noise
from judge.describe import describe
from judge.errors import JudgeError
from judge.model import Margin, Mismatch, Preset
from judge.samples import Budget, Floats, Members, Relative, Samples, Tree, align, due_dtype, is_inexact, leaves, real
from judge.structure import Pair, form_fault, mismatch, walk
from judge.wire import Array, Value

__all__ = ["Comparison", "Relative", "Samples", "Tree", "compare_trees", "prepared", "relative_budget"]

NOTHING = Members((), ())
Flags: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


@dataclass(frozen=True)
class Comparison:
    """The outcome for one result: accepted if there are no mismatches.

    Attributes:
        margins: the share of its budget that each accepted floating tensor used.
        finite_only: tensors of which only the pattern of finite elements could be judged; see `judge.budget`.
    """

    mismatches: tuple[Mismatch, ...]
    margins: tuple[Margin, ...]
    finite_only: tuple[str, ...] = ()


def compare_trees(
    actual: Value,
    samples: Samples,
    *,
    name: str = "output",
    preset: Preset,
    dtype: str = "float32",
    gradient: bool = False,
    values: bool = True,
    extra_names: bool = False,
    sizes: Sequence[int] = (),
) -> Comparison:
    """Compares a candidate's tree with the truth.

    A list and a tuple are alike. A number and a 0-d array are alike, and free in their floating dtype; shape () against
    (1,) is a mismatch. Floating arrays must have `dtype` where the truth is float64; integers of any width, booleans,
    strings and None must be equal.

    Args:
        actual: what the candidate returned.
        samples: the truth and what the budget is measured with.
        name: how messages call the tree: item 1 is "output[1]"; with the name "gradient of", key q is "gradient of q".
        preset: multiplies the budget.
        dtype: the floating dtype that is due.
        gradient: marks the mismatches as those of gradients.
        values: False compares structure, dtype and shape only, and needs no honest runs.
        extra_names: whether a dict may hold more names than the truth.
        sizes: of the inputs; a factor that is made of one is named.

    Raises:
        JudgeError: the samples do not fit each other, or the truth holds what cannot be compared.
    """
    pairs: list[Pair] = []
    faults = walk(Pair(name, actual, samples.truth), extra_names, pairs)
    findings: list[Mismatch | Margin | None] = list(faults)
    if not faults and values:
        budgets = _budgets(samples, preset, dtype)
        findings = [
            form_fault(pair, dtype) or _values(pair, budget, dtype, sizes)
            for pair, budget in zip(pairs, budgets, strict=True)
        ]
    elif not faults:
        findings = [form_fault(pair, dtype) for pair in pairs]
    mismatches = (one.model_copy(update={"gradient": gradient}) for one in findings if isinstance(one, Mismatch))
    unjudged = (
        pair.name
        for pair, one in zip(pairs, findings, strict=False)
        if one is None and values and is_inexact(pair.truth)
    )
    margins = (one for one in findings if isinstance(one, Margin))
    return Comparison(tuple(mismatches), tuple(margins), tuple(unjudged))


def prepared(samples: Samples, *, preset: Preset, dtype: str = "float32") -> Samples:
    """The samples with their budgets worked out, for comparing many results with them; arguments as above."""
    return Samples(samples.truth, budgets=tuple(_budgets(samples, preset, dtype)))


def _budgets(samples: Samples, preset: Preset, dtype: str) -> Sequence[Budget | None]:
    """The budget of each leaf; None for those that are compared exactly."""
    if samples.budgets is not None:
        return samples.budgets
    truths = leaves(samples.truth, samples.truth)
    members = align(samples) if samples.relative is None else [NOTHING] * len(truths)
    shares = (None,) * len(truths) if samples.relative is None else samples.relative
    if len(shares) != len(truths):
        raise JudgeError(f"{len(shares)} relative budgets are given for {len(truths)} tensors")
    return [
        _budget(truth, one, share, preset, dtype) if is_inexact(truth) else None
        for truth, one, share in zip(truths, members, shares, strict=True)
    ]


def _budget(leaf: Value, members: Members, share: Relative | None, preset: Preset, dtype: str) -> Budget:
    truth, rule = real(leaf), RULES[due_dtype(leaf, dtype)]
    noise = measure(truth, members, rule) if share is None else scaled_noise(truth, share, rule)
    return allow(truth, noise, rule, preset)


def _values(pair: Pair, budget: Budget | None, dtype: str, sizes: Sequence[int]) -> Mismatch | Margin | None:
    """The values of two leaves of one form; None if they are equal, or if they could not be judged."""
    if budget is None:
        return _exact(pair)
    truth, actual, rule = real(pair.truth), real(pair.actual), RULES[due_dtype(pair.truth, dtype)]
    codes = pattern(truth, rule)
    wrong = pattern(actual, rule) != codes
    if wrong.any():
        found = mismatch(pair, "non_finite", _pattern_text(wrong, codes == 0), None, _index(pair, wrong))
        return found.model_copy(update={"patterns": describe(actual, truth, 0.0)})
    if budget.finite_only:
        return None
    errors = difference(actual, truth, codes == 0)
    used, worst = _used(errors, budget)
    if used <= 1:
        return Margin(tensor=pair.name, budget_used=used)
    at = _index(pair, worst)
    found = mismatch(pair, "value", f"is too far off: {_times(used)}, worst at {list(at)}", used, at)
    return found.model_copy(update={"patterns": describe(actual, truth, budget.whole, sizes)})


def _used(errors: Floats, budget: Budget) -> tuple[float, Floats]:
    """The share of the budget used, and the sizes of the errors that used it (zero elsewhere)."""
    whole = _share(norm(errors), budget.whole)
    sizes, norms = np.abs(errors), part_norms(errors)
    if budget.parts is None or norms is None or not norms.size:
        return whole, sizes
    shares = np.array(
        [_share(error, allowed) for error, allowed in zip(norms.tolist(), budget.parts.tolist(), strict=True)]
    )
    part = int(np.argmax(shares))
    if shares[part] <= whole:
        return whole, sizes
    only = np.zeros_like(sizes)
    only[part] = sizes[part]
    return float(shares[part]), only


def _share(error: float, allowed: float) -> float:
    if error == 0:
        return 0.0
    return error / allowed if allowed > 0 else np.inf


def _times(used: float) -> str:
    if used == np.inf:
        return "no error is allowed here"
    if used > 1e6:
        return "the error is more than a million times the budget"
    return f"the error is {used:.2f} times the budget" if used < 10 else f"the error is {used:,.0f} times the budget"


def _pattern_text(wrong: Flags, due_finite: Flags) -> str:
    lost, extra = int((wrong & due_finite).sum()), int((wrong & ~due_finite).sum())
    texts = []
    if lost:
        texts.append(f"holds {lost} NaN or infinite elements where a finite number is due")
    if extra:
        texts.append(f"holds {extra} elements without the NaN or infinity that is due there")
    return " and ".join(texts) + f", of {wrong.size} elements"


def _index(pair: Pair, sizes: Floats | Flags) -> tuple[int, ...]:
    """Where `sizes` is largest; the last dimension of a complex array's pairs is left out."""
    shape = pair.truth.shape if isinstance(pair.truth, Array) else ()
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(sizes)), sizes.shape))[: len(shape)]


def _exact(pair: Pair) -> Mismatch | None:
    """Integers, booleans, strings, bytes and None: equal or not."""
    if not isinstance(pair.truth, Array) and not isinstance(pair.actual, Array):
        return None if pair.actual == pair.truth else mismatch(pair, "value", "is not the one that is due")
    # As Python's own numbers where one is a plain one: it may be too large for every integer dtype.
    differs = np.asarray(_plain(pair.actual) != _plain(pair.truth), dtype=bool)
    if not differs.any():
        return None
    at = _index(pair, differs)
    text = f"differs in {int(differs.sum())} of {differs.size} elements, first at {list(at)}"
    return mismatch(pair, "value", text, None, at)


def _plain(leaf: Value) -> Any:
    return leaf if not isinstance(leaf, Array) else leaf.numpy() if leaf.shape else leaf.numpy().item()
