"""The reference for imbalanced classes against torch's loss, plain sums and geometric series, and gradcheck."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("imbalanced_loss", ROOT / "reference" / "imbalanced-loss.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def draw(*shape, scale=1.0):
    generator = torch.Generator().manual_seed(7)
    logits = scale * torch.randn(shape, generator=generator, dtype=torch.float64)
    return logits, torch.rand(shape, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4])
@pytest.mark.parametrize("weight", [(), (3,), (5, 1)])
def test_loss_is_that_of_torch(scale, weight):
    logits, targets = draw(5, 3, scale=scale)
    pos_weight = torch.linspace(0.5, 4, max(math.prod(weight), 1), dtype=torch.float64).reshape(weight)
    due = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, pos_weight=pos_weight.expand(5, 3))
    torch.testing.assert_close(REFERENCE.weighted_bce(logits, targets, pos_weight), due)


def test_loss_is_that_of_the_definition():
    logits, targets = draw(9)
    total = 0.0
    for x, y in zip(logits.tolist(), targets.tolist(), strict=True):
        p = 1 / (1 + math.exp(-x))
        total -= 2.5 * y * math.log(p) + (1 - y) * math.log(1 - p)
    assert REFERENCE.weighted_bce(logits, targets, 2.5).item() == pytest.approx(total / 9)


def test_gradients():
    logits, targets = draw(4, 3)
    assert torch.autograd.gradcheck(lambda x: REFERENCE.weighted_bce(x, targets, 2.0), logits.requires_grad_())


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.999])
def test_weights_are_those_of_geometric_sums(beta):
    counts = [1, 5, 300]
    raw = [1 / math.fsum(beta**k for k in range(n)) for n in counts]
    due = [one * len(raw) / sum(raw) for one in raw]
    weights = REFERENCE.class_balanced_weights(torch.tensor(counts), beta)
    assert weights.tolist() == pytest.approx(due, rel=1e-6)
    assert weights.dtype == torch.float32


def test_example_of_the_statement():
    assert REFERENCE.weighted_bce(torch.tensor([0.0, 2.0]), torch.tensor([1.0, 0.0]), 3).item() == pytest.approx(
        2.103185
    )
    assert REFERENCE.class_balanced_weights(torch.tensor([1, 3]), 0.5).tolist() == pytest.approx([1.272727, 0.727273])
