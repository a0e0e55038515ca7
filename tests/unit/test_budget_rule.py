"""The rule on real numbers: honest float32 programs pass with room to spare, wrong ones fail by far.

Every operator has a float64 reference, honest programs in other styles of summation, and wrong ones. The reference and
the first honest program calibrate, as in a challenge; the other honest programs have never been seen by the budget.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from judge.compare import Comparison, Samples, compare_trees
from judge.wire import Array

Operator = Callable[..., Any]
Pair = tuple[Operator, Operator]  # the reference and the second program, which calibrate
Maker = Callable[[Any], list[Any]]
F16, F32, F64 = np.float16, np.float32, np.float64
EPS = 1e-5


def bf16(x: Any) -> Any:
    """Rounds float32 to bfloat16, to nearest even, and widens again."""
    bits = np.ascontiguousarray(x, F32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).view(F32)


def one_by_one(x: Any, axis: int) -> Any:
    """The strictly sequential sum: the least accurate honest one, its error grows with the length."""
    return np.take(np.cumsum(x, axis=axis, dtype=x.dtype), [-1], axis=axis)


# Attention: q, k, v of shape (batch, length, width)


def attention(q: Any, k: Any, v: Any) -> Any:
    logits = q @ k.swapaxes(-1, -2) / q.dtype.type(np.sqrt(q.shape[-1]))
    weights = np.exp(logits - logits.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True) @ v


def attention_einsum(q: Any, k: Any, v: Any) -> Any:
    logits = np.einsum("bid,bjd->bij", q * q.dtype.type(q.shape[-1] ** -0.5), k)
    weights = np.exp(logits - logits.max(-1, keepdims=True))
    return np.einsum("bij,bjd->bid", weights, v) / weights.sum(-1, keepdims=True)


def attention_online(q: Any, k: Any, v: Any) -> Any:
    """One key at a time, rescaling as the maximum grows (as in flash attention)."""
    top = np.full((*q.shape[:2], 1), -np.inf, q.dtype)
    total, out = np.zeros_like(top), np.zeros_like(q)
    for j in range(k.shape[1]):
        logit = (q * k[:, j, None]).sum(-1, keepdims=True) / q.dtype.type(np.sqrt(q.shape[-1]))
        higher = np.maximum(top, logit)
        fade, weight = np.exp(top - higher), np.exp(logit - higher)
        total, out, top = total * fade + weight, out * fade + weight * v[:, j, None], higher
    return out / total


def attention_log(q: Any, k: Any, v: Any) -> Any:
    logits = q @ k.swapaxes(-1, -2) / q.dtype.type(np.sqrt(q.shape[-1]))
    top = logits.max(-1, keepdims=True)
    return np.exp(logits - top - np.log(one_by_one(np.exp(logits - top), -1))) @ v


def attention_without_maximum(q: Any, k: Any, v: Any) -> Any:
    with np.errstate(over="ignore", invalid="ignore"):
        weights = np.exp(q @ k.swapaxes(-1, -2) / q.dtype.type(np.sqrt(q.shape[-1])))
        return weights / weights.sum(-1, keepdims=True) @ v


def attention_off_by_one(q: Any, k: Any, v: Any) -> Any:
    return attention(q, k[:, :-1], v[:, :-1])


def attention_scaled_by_length(q: Any, k: Any, v: Any) -> Any:
    return attention(q * q.dtype.type(np.sqrt(q.shape[-1] / q.shape[1])), k, v)


def attention_half(q: Any, k: Any, v: Any) -> Any:
    return attention(q.astype(F16), k.astype(F16), v.astype(F16)).astype(F32)


def attention_bfloat16(q: Any, k: Any, v: Any) -> Any:
    return bf16(attention(bf16(q), bf16(k), bf16(v)))


# Layer normalisation over the last dimension of x, shape (rows, width)


def layernorm(x: Any, g: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    return g * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + x.dtype.type(EPS))


def layernorm_sequential(x: Any, g: Any) -> Any:
    width = x.dtype.type(x.shape[-1])
    centred = x - one_by_one(x, -1) / width
    return centred * (1 / np.sqrt(one_by_one(centred * centred, -1) / width + x.dtype.type(EPS))) * g


def layernorm_einsum(x: Any, g: Any) -> Any:
    one = np.full(x.shape[-1], 1 / x.shape[-1], x.dtype)
    centred = x - np.einsum("ij,j->i", x, one)[:, None]
    return np.einsum("ij,j,i->ij", centred, g, (np.einsum("ij,ij,j->i", centred, centred, one) + F32(EPS)) ** F32(-0.5))


def layernorm_welford(x: Any, g: Any) -> Any:
    mean, spread = np.zeros_like(x[:, :1]), np.zeros_like(x[:, :1])
    for i in range(x.shape[-1]):
        delta = x[:, i, None] - mean
        mean = mean + delta / x.dtype.type(i + 1)
        spread = spread + delta * (x[:, i, None] - mean)
    return g * (x - mean) / np.sqrt(spread / x.dtype.type(x.shape[-1]) + x.dtype.type(EPS))


def layernorm_eps_outside(x: Any, g: Any) -> Any:
    return g * (x - x.mean(-1, keepdims=True)) / (x.std(-1, keepdims=True) + x.dtype.type(EPS))


def layernorm_other_eps(x: Any, g: Any) -> Any:
    return g * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + F32(1e-6))


def layernorm_unbiased(x: Any, g: Any) -> Any:
    return g * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True, ddof=1) + F32(EPS))


def layernorm_half(x: Any, g: Any) -> Any:
    return layernorm(x.astype(F16), g.astype(F16)).astype(F32)


def layernorm_bfloat16(x: Any, g: Any) -> Any:
    centred = bf16(bf16(x) - bf16(x.mean(-1, keepdims=True)))
    return bf16(g * centred / np.sqrt(bf16((centred**2).mean(-1, keepdims=True)) + F32(EPS)))


# Sums: the mean square of each row of x, shape (rows, length)


def mean_square(x: Any) -> Any:
    return (x**2).mean(-1)


def mean_square_einsum(x: Any) -> Any:
    return np.einsum("ij,ij->i", x, x) / x.dtype.type(x.shape[-1])


def mean_square_sequential(x: Any) -> Any:
    return one_by_one(x * x, -1)[:, 0] / x.dtype.type(x.shape[-1])


def mean_square_backwards(x: Any) -> Any:
    return one_by_one((x * x / x.dtype.type(x.shape[-1]))[:, ::-1], -1)[:, 0]


def mean_square_blocks(x: Any) -> Any:
    return np.stack([(x[:, i::64] ** 2).sum(-1) for i in range(64)]).sum(0) / x.dtype.type(x.shape[-1])


def mean_square_off_by_one(x: Any) -> Any:
    return (x[:, 1:] ** 2).sum(-1) / x.dtype.type(x.shape[-1])


def mean_square_unbiased(x: Any) -> Any:
    return (x**2).sum(-1) / x.dtype.type(x.shape[-1] - 1)


def mean_square_half(x: Any) -> Any:
    return (x.astype(F16) ** 2).mean(-1, dtype=F16).astype(F32)


def mean_square_bfloat16(x: Any) -> Any:
    return bf16(bf16(bf16(x) ** 2).mean(-1))


# Inputs, each made to bring out one kind of mistake


def normal(*shapes: tuple[int, ...], scale: float = 1.0, shift: float = 0.0) -> Maker:
    return lambda rng: [(scale * rng.normal(size=shape) + shift).astype(F32) for shape in shapes]


QKV = ((2, 17, 8),) * 3
ROWS = ((9, 64), (64,))


def tiny_variance(rng: Any) -> list[Any]:
    """Variance 4e-6, below eps, around 1."""
    return [*normal(ROWS[0], scale=2e-3, shift=1.0)(rng), *normal(ROWS[1])(rng)]


def jitter(values: Any, rng: Any) -> Any:
    """Every element moved by at most one unit in the last place; same shape and dtype."""
    return np.nextafter(values, values + rng.integers(-1, 2, values.shape).astype(values.dtype) * np.abs(values))


def calibrate(reference: Operator, second: Operator, inputs: list[Any], rng: Any) -> Samples:
    honest, jittered = [], []
    for k in range(5):
        moved = [jitter(x, rng) for x in inputs] if k else inputs
        truth = Array.of(reference(*(x.astype(F64) for x in moved)))
        honest += [(Array.of(one(*moved)), truth) for one in (reference, second)]
        jittered.append(truth)
    return Samples(jittered[0], honest, jittered[1:])


def judge(program: Operator, against: Pair, make: Maker, seed: int, dtype: Any = F32) -> Comparison:
    rng = np.random.default_rng(seed)
    inputs = [x.astype(dtype) for x in make(rng)]
    samples = calibrate(*against, inputs, rng)
    return compare_trees(Array.of(program(*inputs)), samples, preset="normal", dtype=np.dtype(dtype).name)


ATTENTION, LAYERNORM = (attention, attention_einsum), (layernorm, layernorm_einsum)
MEAN_SQUARE = (mean_square, mean_square_einsum)
LONG = normal((7, 4096))

HONEST = [
    *product((attention_online, attention_log), [ATTENTION], [normal(*QKV, scale=scale) for scale in (1, 4, 1e-3)]),
    *product(
        (layernorm_sequential, layernorm_welford),
        [LAYERNORM],
        (normal(*ROWS), normal(*ROWS, scale=1e4), tiny_variance),
    ),
    *product(
        (mean_square_sequential, mean_square_backwards, mean_square_blocks),
        [MEAN_SQUARE],
        (LONG, normal((7, 4096), scale=1e4, shift=1e4)),
    ),
]

WRONG = [
    (attention_half, ATTENTION, normal(*QKV)),
    (attention_bfloat16, ATTENTION, normal(*QKV)),
    (attention_off_by_one, ATTENTION, normal(*QKV)),
    (attention_scaled_by_length, ATTENTION, normal(*QKV)),
    (attention_without_maximum, ATTENTION, normal(*QKV, scale=20.0)),
    (layernorm_half, LAYERNORM, normal(*ROWS)),
    (layernorm_bfloat16, LAYERNORM, normal(*ROWS)),
    (layernorm_unbiased, LAYERNORM, normal(*ROWS)),
    (layernorm_eps_outside, LAYERNORM, tiny_variance),
    (layernorm_other_eps, LAYERNORM, tiny_variance),
    (mean_square_half, MEAN_SQUARE, LONG),
    (mean_square_bfloat16, MEAN_SQUARE, LONG),
    (mean_square_off_by_one, MEAN_SQUARE, LONG),
    (mean_square_unbiased, MEAN_SQUARE, LONG),
]
SEEDS = range(5)


@pytest.mark.parametrize(("program", "against", "make"), HONEST)
def test_honest_float32_stays_well_within_the_budget(program: Operator, against: Pair, make: Maker) -> None:
    for seed in SEEDS:
        found = judge(program, against, make, seed)
        assert not found.mismatches
        assert not found.finite_only
        assert max(one.budget_used for one in found.margins) <= 0.8


@pytest.mark.parametrize(("program", "against", "make"), WRONG)
def test_mistakes_are_rejected_and_far_outside_the_budget(program: Operator, against: Pair, make: Maker) -> None:
    """Every time, and by four times in the case that shows it best, as `judge check` asks of a challenge."""
    shares = []
    for seed in SEEDS:
        found = judge(program, against, make, seed)
        assert [one.kind for one in found.mismatches] in (["value"], ["non_finite"])
        shares.append(found.mismatches[0].budget_used or np.inf)
    assert max(shares) >= 4


@pytest.mark.parametrize("program", [attention, attention_without_maximum])
def test_ordinary_inputs_do_not_show_every_mistake(program: Operator) -> None:
    """Dropping the maximum is harmless at small logits: the inputs matter more than the tolerance."""
    assert not judge(program, ATTENTION, normal(*QKV), 0).mismatches


@pytest.mark.parametrize("seed", SEEDS)
def test_half_precision_is_a_gate_of_its_own(seed: int) -> None:
    """Three times the honest error: 128 times would be more than the tensor itself."""
    for honest in (attention_online, attention_log):
        found = judge(honest, ATTENTION, normal(*QKV), seed, F16)
        assert found.margins[0].budget_used <= 0.8
    for wrong in (attention_off_by_one, attention_scaled_by_length, lambda q, k, v: np.zeros_like(q)):
        assert (judge(wrong, ATTENTION, normal(*QKV), seed, F16).mismatches[0].budget_used or 0) >= 4
