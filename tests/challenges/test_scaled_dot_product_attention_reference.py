"""The reference agrees with torch's fused function, in values and gradients, and with numerical derivatives."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch.nn import functional

FILE = Path(__file__).parents[2] / "reference" / "scaled-dot-product-attention.py"


@pytest.fixture(scope="module")
def attention():
    spec = importlib.util.spec_from_file_location("sdpa_reference", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.scaled_dot_product_attention


def draw(leading, queries, keys, width, value_width, dtype=torch.float64):
    generator = torch.Generator().manual_seed(7)
    shapes = (*leading, queries, width), (*leading, keys, width), (*leading, keys, value_width)
    return [torch.randn(shape, generator=generator, dtype=dtype).requires_grad_() for shape in shapes]


def visible(shape):
    mask = torch.rand(shape, generator=torch.Generator().manual_seed(8)) < 0.6
    mask[..., 0] = True
    return mask


def both(attention, inputs, theirs, **options):
    ours, expected = attention(*inputs, **options), functional.scaled_dot_product_attention(*inputs, **theirs)
    cotangent = torch.randn(ours.shape, generator=torch.Generator().manual_seed(9), dtype=ours.dtype)
    torch.testing.assert_close(ours, expected, rtol=1e-12, atol=1e-12)
    pairs = zip(
        torch.autograd.grad(ours, inputs, cotangent), torch.autograd.grad(expected, inputs, cotangent), strict=True
    )
    for mine, other in pairs:
        torch.testing.assert_close(mine, other, rtol=1e-11, atol=1e-11)


SIZES = [((2, 4), 16, 16, 8, 8), ((1, 1), 1, 1, 8, 8), ((), 3, 5, 4, 2), ((3,), 33, 17, 5, 7), ((2, 1, 3), 4, 6, 6, 1)]


@pytest.mark.parametrize("sizes", SIZES)
def test_plain_and_causal(attention, sizes):
    both(attention, draw(*sizes), {})
    both(attention, draw(*sizes), {"is_causal": True}, causal=True)


@pytest.mark.parametrize("shape", [(2, 3, 7, 6), (2, 1, 1, 6), (7, 6), (6,)])
@pytest.mark.parametrize("dtype", [torch.bool, torch.uint8, torch.int64, torch.float32])
def test_mask_forms(attention, shape, dtype):
    mask = visible(shape)
    both(
        attention,
        draw((2, 3), 7, 6, 5, 4),
        {"attn_mask": mask.expand(torch.broadcast_shapes(shape, (7, 6)))},
        mask=mask.to(dtype),
    )


def test_mask_and_causal_are_combined_by_and(attention):
    mask = visible((2, 1, 8))
    both(
        attention, draw((2,), 5, 8, 4, 4), {"attn_mask": mask & torch.ones(5, 8).tril().bool()}, mask=mask, causal=True
    )


def test_extreme_scores_stay_finite(attention):
    q, k, v = draw((2,), 6, 9, 8, 4, dtype=torch.float32)
    assert torch.isfinite(attention(1e4 * q, k, v)).all()
    assert torch.isfinite(attention(100 * q.abs(), -100 * k.abs(), v, causal=True)).all()


def test_gradcheck(attention):
    inputs = draw((2,), 3, 4, 3, 2)
    assert torch.autograd.gradcheck(lambda q, k, v: attention(q, k, v, mask=visible((3, 4)), causal=True), inputs)


def test_result_follows_the_dtype_of_the_inputs(attention):
    assert attention(*draw((2,), 3, 4, 3, 2, dtype=torch.float32)).dtype == torch.float32
