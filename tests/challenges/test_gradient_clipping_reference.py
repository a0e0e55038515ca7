"""The gradient-clipping reference against plain sums, and torch's own functions."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("gradient_clipping", ROOT / "reference" / "gradient-clipping.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def draw(scale=1.0):
    generator = torch.Generator().manual_seed(6)
    shapes = [(3, 4), (), (0, 2), (5,)]
    return [scale * torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("share", [0.3, 1.0, 2.0])
def test_norm_is_that_of_a_plain_sum(scale, share):
    grads = draw(scale)
    due = math.sqrt(math.fsum(x * x for grad in grads for x in grad.flatten().tolist()))
    clipped, total_norm = REFERENCE.clip_by_norm(grads, share * due)
    assert total_norm.item() == pytest.approx(due, rel=1e-12)
    for ours, grad in zip(clipped, grads, strict=True):
        torch.testing.assert_close(ours, grad * min(1.0, share), rtol=1e-12, atol=0)
        assert ours is not grad


def test_norm_agrees_with_torch_up_to_its_small_number():
    parameters = [torch.nn.Parameter(torch.zeros_like(grad)) for grad in draw()]
    for parameter, grad in zip(parameters, draw(), strict=True):
        parameter.grad = grad
    due = torch.nn.utils.clip_grad_norm_(parameters, 0.5)
    clipped, total_norm = REFERENCE.clip_by_norm(draw(), 0.5)
    torch.testing.assert_close(total_norm, due)
    for ours, parameter in zip(clipped, parameters, strict=True):
        torch.testing.assert_close(ours, parameter.grad, rtol=2e-6, atol=0)


def test_zeros_stay_zero():
    clipped, total_norm = REFERENCE.clip_by_norm([torch.zeros(3), torch.zeros(2, 2)], 1.0)
    assert total_norm == 0
    assert not any(one.any() for one in clipped)


def test_value_is_that_of_plain_minima_and_maxima():
    for ours, grad in zip(REFERENCE.clip_by_value(draw(), 0.7), draw(), strict=True):
        due = [min(max(x, -0.7), 0.7) for x in grad.flatten().tolist()]
        assert ours.flatten().tolist() == due


def test_example_of_the_statement():
    clipped, total_norm = REFERENCE.clip_by_norm([torch.tensor([3.0, 0.0]), torch.tensor([[-4.0]])], 1)
    assert total_norm == 5
    torch.testing.assert_close(clipped[0], torch.tensor([0.6, 0.0]))
    torch.testing.assert_close(clipped[1], torch.tensor([[-0.8]]))
