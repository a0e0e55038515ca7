"""The reference of positional-encoding against the closed form, number by number, and its properties."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    name = "positional_encoding_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "positional-encoding.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PositionalEncoding(*sizes)


@pytest.mark.parametrize(("d_model", "max_len"), [(6, 40), (7, 9), (1, 3), (2, 1)])
def test_table_is_that_of_the_formula(d_model, max_len):
    table = build(d_model, max_len).pe
    assert table.shape == (1, max_len, d_model)
    for t in range(max_len):
        for pair in range(0, d_model, 2):
            angle = t / 10000 ** (pair / d_model)
            assert table[0, t, pair].item() == pytest.approx(math.sin(angle), abs=1e-6)
            if pair + 1 < d_model:
                assert table[0, t, pair + 1].item() == pytest.approx(math.cos(angle), abs=1e-6)


def test_a_shift_rotates_every_pair():
    """pe[t + s] is pe[t] turned by an angle that depends on s alone (section 3.5 of the paper)."""
    pairs = build(8, 50).pe[0].double().unflatten(1, (4, 2))
    waves = torch.complex(pairs[..., 1], pairs[..., 0])
    turned = waves[7:] / waves[:-7]
    torch.testing.assert_close(turned, turned[:1].expand_as(turned), rtol=0, atol=1e-5)


def test_sum_state_and_gradient():
    layer = build(5)
    assert list(layer.state_dict()) == ["pe"]
    assert layer.pe.shape == (1, 5000, 5)
    assert not list(layer.parameters())
    x = torch.randn(2, 4, 5, dtype=torch.float64, requires_grad=True)
    layer.double()
    assert torch.equal(layer(x), x + layer.pe[0, :4])
    assert torch.autograd.gradcheck(layer, (x,))


def test_example_of_the_statement():
    layer = build(3, 3)
    due = [[[0, 1, 0], [0.841471, 0.540302, 0.002154], [0.909297, -0.416147, 0.004309]]]
    torch.testing.assert_close(layer.pe, torch.tensor(due), rtol=0, atol=1e-6)
    y = layer(torch.tensor([[[1.0, 1, 1], [2, 2, 2]]]))
    torch.testing.assert_close(y, torch.tensor([[[1, 2, 1], [2.841471, 2.540302, 2.002154]]]), rtol=0, atol=1e-6)
