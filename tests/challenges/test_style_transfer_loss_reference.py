"""The style-transfer reference against plain sums, and gradcheck."""

import importlib.util
import itertools
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("style_transfer_loss", ROOT / "reference" / "style-transfer-loss.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)
SHAPES = [(2, 3, 4, 5), (4, 3, 2), (1, 1, 1, 1)]


def draw(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def by_hand(features):
    """The definition for one feature map (C, H, W), element by element."""
    c, h, w = features.shape
    gram = torch.zeros(c, c, dtype=features.dtype)
    for i, j in itertools.product(range(c), range(c)):
        gram[i, j] = sum(features[i, y, x] * features[j, y, x] for y in range(h) for x in range(w)) / (c * h * w)
    return gram


@pytest.mark.parametrize("shape", SHAPES)
def test_gram_matrix_is_that_of_the_definition(shape):
    features = draw(*shape)
    due = by_hand(features) if len(shape) == 3 else torch.stack([by_hand(one) for one in features])
    torch.testing.assert_close(REFERENCE.gram_matrix(features), due)


@pytest.mark.parametrize("shape", SHAPES)
def test_loss_is_that_of_torch_losses(shape):
    gen, content, style = draw(*shape), draw(*shape, seed=1), draw(*shape[:-2], 3, 1, seed=2)
    mse = torch.nn.functional.mse_loss
    due = 0.5 * mse(gen, content) + 7 * mse(REFERENCE.gram_matrix(gen), REFERENCE.gram_matrix(style))
    torch.testing.assert_close(REFERENCE.total_loss(gen, content, style, 0.5, 7), due)


def test_gradients():
    gen, content, style = (draw(2, 3, 2, 4, seed=seed).requires_grad_() for seed in range(3))
    assert torch.autograd.gradcheck(lambda *args: REFERENCE.total_loss(*args, 0.5, 7.0), (gen, content, style))
    assert torch.autograd.gradcheck(REFERENCE.gram_matrix, gen)


def test_example_of_the_statement():
    gen, style = torch.tensor([[[1.0, 2.0]], [[0.0, 1.0]]]), torch.ones(2, 1, 1)
    assert REFERENCE.gram_matrix(gen).tolist() == [[1.25, 0.5], [0.5, 0.25]]
    assert REFERENCE.total_loss(gen, torch.zeros_like(gen), style, 1, 10).item() == 3.0625
