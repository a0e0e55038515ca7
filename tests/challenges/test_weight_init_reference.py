"""The initialisers of the reference against torch's own, number by number."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch.nn import init

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("weight_init", ROOT / "reference" / "weight-init.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)
SHAPES = [(4, 7), (3, 2, 5), (6, 4, 3, 2)]


def generator():
    return torch.Generator().manual_seed(8)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize("nonlinearity", ["linear", "relu", "tanh", "leaky_relu"])
def test_kaiming_normal(shape, mode, nonlinearity):
    due = init.kaiming_normal_(torch.empty(shape), 0.01, mode, nonlinearity, generator())
    torch.testing.assert_close(REFERENCE.kaiming_normal(shape, mode, nonlinearity, generator()), due)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("gain", [1.0, 2.5])
def test_xavier_uniform(shape, gain):
    due = init.xavier_uniform_(torch.empty(shape), gain, generator())
    torch.testing.assert_close(REFERENCE.xavier_uniform(shape, gain, generator()), due, rtol=1e-5, atol=1e-6)


def test_example_of_the_statement():
    weight = REFERENCE.kaiming_normal((64, 32, 3, 3), "fan_in", "relu", generator())
    assert weight.std().item() == pytest.approx(0.083333, rel=0.05)
    weight = REFERENCE.kaiming_normal((64, 32, 3, 3), "fan_out", "tanh", generator())
    assert weight.std().item() == pytest.approx(0.069444, rel=0.05)
    assert REFERENCE.xavier_uniform((10, 6), 1.0, generator()).abs().max().item() == pytest.approx(0.612372, rel=0.1)
