"""The contrastive loss reference against torch's triplet margin loss and a plain loop, and gradcheck."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def build(margin=1.0):
    path = ROOT / "reference" / "contrastive-loss.py"
    spec = importlib.util.spec_from_file_location("contrastive_loss_reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ContrastiveLoss(margin)


def inputs(batch, width, scale=1.0):
    draw = torch.Generator().manual_seed(2)
    return [scale * torch.randn(batch, width, generator=draw, dtype=torch.float64) for _ in range(3)]


@pytest.mark.parametrize("shape", [(6, 4), (1, 3), (5, 1)])
@pytest.mark.parametrize("scale", [1.0, 1e4, 1e-6])
def test_value_is_that_of_torch(shape, scale):
    args = inputs(*shape, scale=scale)
    expected = torch.nn.functional.triplet_margin_loss(*args, margin=0.7, eps=1e-6)
    torch.testing.assert_close(build(0.7)(*args), expected)


def test_value_is_that_of_the_definition():
    anchor, positive, negative = (x.tolist() for x in inputs(7, 3))
    hinges = []
    for a, p, n in zip(anchor, positive, negative, strict=True):
        near = math.dist([x + 1e-6 for x in a], p)
        far = math.dist([x + 1e-6 for x in a], n)
        hinges.append(max(near - far + 0.5, 0.0))
    assert build(0.5)(*inputs(7, 3)).item() == pytest.approx(sum(hinges) / len(hinges))


def test_gradients():
    args = [x.requires_grad_() for x in inputs(6, 4)]
    assert torch.autograd.gradcheck(build(1.5), args)


def test_equal_embeddings_have_a_gradient():
    anchor = inputs(3, 4)[0].float().requires_grad_()
    loss = build()(anchor, anchor.detach().clone(), anchor.detach().clone())
    loss.backward()
    assert loss.dtype == torch.float32
    assert torch.isfinite(anchor.grad).all()


def test_example_of_the_statement():
    rows = [[[0.0, 0.0], [1.0, 1.0]], [[3.0, 4.0], [1.0, 2.0]], [[0.0, 5.5], [7.0, 9.0]]]
    assert build()(*map(torch.tensor, rows)).item() == pytest.approx(0.25, abs=1e-5)
