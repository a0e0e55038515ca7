"""How far a tensor may be from the float64 reference: the budget, measured on honest float32 arithmetic.

With r the reference in float64 on exactly the inputs that the candidate got, eps the spacing of the working dtype
at 1, S the largest error norm of the honest runs (and of the float64 result itself when the inputs move by one unit
in the last place), S_j the same for slice j along dimension 0, a result c is within its budget if

    ||c - r||     <= factor *  128 * max(S, 2 eps ||r||)                                 whole tensor
    ||c_j - r_j|| <= factor * 1024 * max(S_j, 2 eps ||r_j||, 1e-3 eps ||r||)             every slice

in the 2-norm; factor is the preset's. Two regions are special:

- S > 1e-2 ||r||: honest programs disagree so much that the budget would be the tensor itself (zeros would pass), so
  only the pattern of finite and non-finite elements is judged ("finite only").
- ||r|| = 0: no relative floor exists, and S alone is the noise that honest arithmetic makes where zero is due (a
  gradient that cancels). The whole tensor is judged with 128 S; slices are not, because a slice in which the honest
  runs were exactly zero by luck would forbid all noise. With S = 0 too, only exact zeros are accepted.

Elements whose true value is not finite in the working dtype take no part in the norms; their pattern must agree.

Source: the constants come from a study of 12 operators over 5 seeds with 58 correct and 83 wrong programs each; the
form is the one of LAPACK's test ratios and of flash-attention's tests, with the error constant measured, not chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from judge.errors import JudgeError
from judge.model import Preset
from judge.samples import Budget, Floats, Members, Relative, Samples, align, due_dtype, is_inexact, leaves, real

PRESETS: dict[Preset, float] = {"strict": 0.25, "normal": 1.0, "loose": 4.0}


@dataclass(frozen=True)
class Rule:
    """The constants of one working dtype.

    Attributes:
        eps: spacing at 1.
        largest: largest finite value.
        whole, part: factors on the noise of the whole tensor and of a slice.
        floor: noise, in eps of the norm, that is granted where the honest runs were exact.
        meaningless: share S / ||r|| from which the budget would be about as large as the tensor.
    """

    eps: float
    largest: float
    whole: float = 128.0
    part: float = 1024.0
    floor: float = 2.0
    meaningless: float = 1e-2


# Half precision is the second gate (three times the honest error): its eps is so large that 128 would accept zeros.
RULES: dict[str, Rule] = {
    "float32": Rule(2.0**-23, float(np.finfo(np.float32).max)),
    "float64": Rule(2.0**-52, float(np.finfo(np.float64).max)),
    "float16": Rule(2.0**-10, 65504.0, whole=3.0, part=24.0, floor=0.5, meaningless=1 / 3),
    "bfloat16": Rule(2.0**-7, (2 - 2.0**-7) * 2.0**127, whole=3.0, part=24.0, floor=0.5, meaningless=1 / 3),
}


@dataclass(frozen=True)
class Noise:
    """S (whole) and S_j (parts, one per slice along dimension 0; None for a scalar), in the tensor's own unit."""

    whole: float
    parts: Floats | None


def norm(values: Floats) -> float:
    """The 2-norm of all elements, without overflow or underflow on the way; infinite if an element is."""
    return float(_row_norms(values.reshape(1, -1))[0])


def part_norms(values: Floats) -> Floats | None:
    """The 2-norm of every slice along dimension 0, shape (n,); None for a 0-d array."""
    if values.ndim == 0:
        return None
    return _row_norms(values.reshape(values.shape[0], -1 if values.size else 0))


def _row_norms(rows: Floats) -> Floats:
    largest = np.max(np.abs(rows), axis=1, initial=0.0)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        norms = scale * np.sqrt(np.sum((rows / scale[:, None]) ** 2, axis=1))
    return np.where(np.isfinite(largest), norms, np.inf)


def pattern(values: Floats, rule: Rule) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Per element 0 finite, 1 or -1 infinite, 2 NaN, as it would be after rounding to the working dtype."""
    codes = np.where(np.isnan(values), 2, 0)
    edge = min(rule.largest * (1 + rule.eps / 4), float(np.finfo(np.float64).max))
    return np.where(np.abs(values) > edge, np.sign(values), codes).astype(np.int8)


def difference(values: Floats, truth: Floats, finite: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    """values - truth where `finite`, zero elsewhere; same shape as both."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(finite, values - truth, 0.0)


def measure(truth: Floats, members: Members, rule: Rule) -> Noise:
    """S and S_j of one tensor.

    Raises:
        JudgeError: no honest run, one of another shape, or one that is not finite where its own truth is.
    """
    if not members.honest:
        raise JudgeError("no honest run was given to measure the budget with")
    errors = [_honest_error(real(run), real(its_truth), truth.shape, rule) for run, its_truth in members.honest]
    errors += [_conditioning(real(moved), truth, rule) for moved in members.jittered]
    parts = [part for part in map(part_norms, errors) if part is not None]
    return Noise(max(map(norm, errors)), np.max(parts, axis=0) if parts else None)


def _honest_error(run: Floats, its_truth: Floats, shape: tuple[int, ...], rule: Rule) -> Floats:
    if run.shape != shape or its_truth.shape != shape:
        raise JudgeError(f"an honest run has shape {list(run.shape)}, the reference {list(shape)}")
    codes = pattern(its_truth, rule)
    if not np.array_equal(pattern(run, rule), codes):
        raise JudgeError("an honest run is not finite where float64 is: choose tamer inputs or a stabler reference")
    return difference(run, its_truth, codes == 0)


def _conditioning(moved: Floats, truth: Floats, rule: Rule) -> Floats:
    """The change of the truth; infinite where a jitter of one unit in the last place makes or ends infinity."""
    if moved.shape != truth.shape:
        raise JudgeError(f"the reference's shape follows the values of its inputs: {list(moved.shape)}")
    codes, moved_codes = pattern(truth, rule), pattern(moved, rule)
    return np.where(codes == moved_codes, difference(moved, truth, (codes == 0) & (moved_codes == 0)), np.inf)


def allow(truth: Floats, noise: Noise, rule: Rule, preset: Preset) -> Budget:
    """The budget of a tensor with this truth (float64, any shape) and this noise."""
    truth = np.where(pattern(truth, rule) == 0, truth, 0.0)
    size, sizes = norm(truth), part_norms(truth)
    factor = PRESETS[preset]
    if noise.whole == np.inf or (size > 0 and noise.whole > rule.meaningless * size):
        return Budget(np.inf, None, finite_only=True)
    whole = factor * rule.whole * max(noise.whole, rule.floor * rule.eps * size)
    if size == 0 or sizes is None or noise.parts is None:
        return Budget(whole, None, finite_only=False)
    floors = np.maximum(rule.floor * rule.eps * sizes, 1e-3 * rule.eps * size)
    return Budget(whole, factor * rule.part * np.maximum(noise.parts, floors), finite_only=False)


def scaled(truth: Floats, relative: Relative, rule: Rule) -> Noise:
    """The noise to expect at a fresh truth, from the relative noise of an earlier one."""
    size = norm(np.where(pattern(truth, rule) == 0, truth, 0.0))
    if not np.isfinite(relative.whole):
        return Noise(np.inf, None)
    parts = None if truth.ndim == 0 else np.full(truth.shape[0], relative.part * size)
    return Noise(relative.whole * size, parts)


def relative_budget(samples: Samples, *, dtype: str = "float32") -> tuple[Relative | None, ...]:
    """The noise of each leaf relative to its norm, to be put in `Samples.relative` of later calls.

    None for leaves that are compared exactly. Where the truth is zero but honest runs are not, the share is infinite,
    and such a leaf is judged "finite only" later.

    Raises:
        JudgeError: the samples do not fit each other.
    """
    truths = leaves(samples.truth, samples.truth)
    return tuple(
        _relative(real(truth), members, RULES[due_dtype(truth, dtype)]) if is_inexact(truth) else None
        for truth, members in zip(truths, align(samples), strict=True)
    )


def _relative(truth: Floats, members: Members, rule: Rule) -> Relative:
    noise = measure(truth, members, rule)
    size = norm(np.where(pattern(truth, rule) == 0, truth, 0.0))
    worst = noise.whole if noise.parts is None else float(np.max(noise.parts, initial=0.0))
    if size == 0:
        return Relative(*(0.0 if share == 0 else np.inf for share in (noise.whole, worst)))
    return Relative(noise.whole / size, worst / size)
