"""The mixup reference: moments of lam, and that its parts belong together."""

import importlib.util
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("mixup", ROOT / "reference" / "mixup.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


@pytest.mark.parametrize("alpha", [0.4, 1.0, 5.0])
def test_moments_of_lam_are_those_of_beta(alpha):
    torch.manual_seed(1)
    x, y = torch.ones(2, 1), torch.arange(2)
    lam = torch.tensor([REFERENCE.mixup_data(x, y, alpha)[3] for _ in range(4000)], dtype=torch.float64)
    assert lam.mean().item() == pytest.approx(0.5, abs=0.04)
    assert lam.var().item() == pytest.approx(1 / (4 * (2 * alpha + 1)), rel=0.15)


@pytest.mark.parametrize("shape", [(5, 2), (4, 3, 2, 2), (1, 3)])
def test_parts_belong_together(shape):
    torch.manual_seed(2)
    x, y = torch.randn(shape, dtype=torch.float64), torch.arange(shape[0])
    mixed, y_a, y_b, lam = REFERENCE.mixup_data(x, y, 0.7)
    assert torch.equal(y_a, y)
    torch.testing.assert_close(mixed, torch.lerp(x[y_b], x, lam))


def test_nothing_is_mixed_without_alpha():
    x = torch.randn(4, 3)
    mixed, _, _, lam = REFERENCE.mixup_data(x, torch.arange(4), 0.0)
    assert lam == 1
    assert torch.equal(mixed, x)
