"""The cutmix reference: boxes, areas, and the share of the picture that is pasted in the long run."""

import importlib.util
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("cutmix", ROOT / "reference" / "cutmix.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


@pytest.mark.parametrize("shape", [(4, 3, 6, 9), (2, 1, 1, 5)])
@pytest.mark.parametrize("alpha", [0.5, 1.0, 30.0])
def test_lam_is_the_share_that_is_left(shape, alpha):
    torch.manual_seed(3)
    x = torch.arange(shape[0], dtype=torch.float64).reshape(-1, 1, 1, 1).expand(shape)
    for _ in range(50):
        mixed, y_a, y_b, lam = REFERENCE.cutmix_data(x, torch.arange(shape[0]), alpha)
        assert torch.equal(y_a, torch.arange(shape[0]))
        for picture, own, other in zip(mixed, y_a, y_b, strict=True):
            if own != other:
                assert (picture == own).double().mean().item() == pytest.approx(lam)
                assert bool(((picture == own) | (picture == other)).all())


def test_pixels_in_the_middle_are_pasted_as_often_as_theory_says():
    """With alpha = 1 the side is s = sqrt(U); the middle pixel is in the box if both centres are within s / 2 of it."""
    torch.manual_seed(4)
    x, hits = torch.stack([torch.zeros(1, 64, 64), torch.ones(1, 64, 64)]), []
    while len(hits) < 1500:
        mixed, _, y_b, _ = REFERENCE.cutmix_data(x, torch.arange(2), 1.0)
        if y_b[0] == 1:
            hits.append(mixed[0, 0, 32, 32].item())
    # The probability given s is s * s, whose mean is that of U, one half.
    assert sum(hits) / len(hits) == pytest.approx(0.5, abs=0.06)


def test_nothing_is_pasted_without_alpha():
    x = torch.randn(3, 2, 4, 4)
    mixed, _, _, lam = REFERENCE.cutmix_data(x, torch.arange(3), 0.0)
    assert lam == 1
    assert torch.equal(mixed, x)
