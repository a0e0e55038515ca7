"""The focal loss reference against torch's cross-entropy and a plain loop, and gradcheck."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = [(1, 2), (0.25, 0), (2.0, 1), (1, 3.5)]


def build(alpha, gamma):
    spec = importlib.util.spec_from_file_location("focal_loss_reference", ROOT / "reference" / "focal-loss.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FocalLoss(alpha, gamma)


def inputs(samples=5, classes=4, scale=1.0):
    draw = torch.Generator().manual_seed(4)
    logits = scale * torch.randn(samples, classes, generator=draw, dtype=torch.float64)
    return logits, torch.randint(classes, (samples,), generator=draw)


def by_hand(logits, targets, alpha, gamma):
    total = 0.0
    for row, target in zip(logits.tolist(), targets.tolist(), strict=True):
        p = math.exp(row[target]) / sum(map(math.exp, row))
        total -= alpha * (1 - p) ** gamma * math.log(p)
    return total / len(targets)


@pytest.mark.parametrize(("alpha", "gamma"), SETTINGS)
def test_value_is_that_of_the_definition(alpha, gamma):
    logits, targets = inputs()
    assert build(alpha, gamma)(logits, targets).item() == pytest.approx(by_hand(logits, targets, alpha, gamma))


def test_gamma_zero_is_the_cross_entropy():
    logits, targets = inputs(scale=1e4)
    torch.testing.assert_close(build(3.0, 0)(logits, targets), 3 * torch.nn.functional.cross_entropy(logits, targets))


@pytest.mark.parametrize(("alpha", "gamma"), SETTINGS)
def test_gradients(alpha, gamma):
    logits, targets = inputs()
    assert torch.autograd.gradcheck(lambda x: build(alpha, gamma)(x, targets), logits.requires_grad_())


def test_extreme_logits_stay_finite_and_follow_the_dtype():
    logits, targets = inputs(scale=1e4)
    logits = logits.float().requires_grad_()
    loss = build(1, 2)(logits, targets)
    loss.backward()
    assert loss.dtype == torch.float32
    assert torch.isfinite(loss)
    assert torch.isfinite(logits.grad).all()


def test_example_of_the_statement():
    loss = build(1, 2)(torch.tensor([[2.0, 0.0], [0.0, 1.0]], dtype=torch.float64), torch.tensor([0, 0]))
    assert loss.item() == pytest.approx(0.351836, abs=1e-6)
