"""The reference of squeeze-excitation against the definition in numpy, image by image, and gradcheck."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    name = "squeeze_excitation_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "squeeze-excitation.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.SqueezeExcitation(*sizes).double()


@pytest.mark.parametrize("shape", [(2, 6, 4, 5, 2), (3, 7, 3, 2, 3), (1, 1, 1, 1, 1)])
def test_outputs_are_those_of_the_definition(shape):
    layer = build(shape[1], shape[4])
    w1, b1, w2, b2 = (value.numpy() for value in layer.state_dict().values())
    assert w1.shape == (shape[1] // shape[4], shape[1])
    x = np.random.default_rng(5).normal(size=shape[:4])
    found = layer(torch.tensor(x)).detach().numpy()
    for image, result in zip(x, found, strict=True):
        squeezed = np.array([channel.sum() / channel.size for channel in image])
        gates = 1 / (1 + np.exp(-(w2 @ np.maximum(w1 @ squeezed + b1, 0) + b2)))
        np.testing.assert_allclose(result, np.stack([g * c for g, c in zip(gates, image, strict=True)]), rtol=1e-12)


def test_gradients():
    layer = build(4, 2)
    names, parameters = zip(*layer.named_parameters(), strict=True)
    x = torch.randn(2, 4, 3, 2, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(layer, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_example_of_the_statement():
    layer = build(2, 2)
    values = ([[1, 1]], [0], [[1], [-1]], [0, 0])
    layer.load_state_dict({name: torch.tensor(v) for name, v in zip(layer.state_dict(), values, strict=True)})
    y = layer(torch.tensor([[[[1.0, 3.0]], [[-2.0, 0.0]]]], dtype=torch.float64))
    expected = torch.tensor([[[[0.731059, 2.193176]], [[-0.537883, 0.0]]]], dtype=torch.float64)
    torch.testing.assert_close(y, expected, rtol=0, atol=1e-6)
