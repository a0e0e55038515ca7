"""The reference of residual-block against unfolded images and normalisation in numpy, and gradcheck."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(3, 3, 1, 2, 5, 4), (2, 4, 1, 2, 3, 5), (3, 3, 2, 2, 6, 5), (2, 3, 2, 3, 5, 7)]


def build(*sizes):
    name = "residual_block_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "residual-block.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    block = module.ResidualBlock(*sizes).double()
    for value in block.state_dict().values():
        if value.is_floating_point() and value.ndim == 1:
            value.copy_(0.5 + torch.rand(value.shape, dtype=value.dtype))
    return block


def convolved(x, state, name, stride):
    """Cross-correlation by loops over the result's pixels, in numpy."""
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    size = weight.shape[2]
    x = np.pad(x, [(0, 0), (0, 0), (size // 2, size // 2), (size // 2, size // 2)])
    rows, columns = ((side - size) // stride + 1 for side in x.shape[2:])
    y = np.empty((len(x), len(weight), rows, columns))
    for i in range(rows):
        for j in range(columns):
            seen = x[:, None, :, i * stride : i * stride + size, j * stride : j * stride + size]
            y[:, :, i, j] = (seen * weight).sum((2, 3, 4)) + bias
    return y


def normalised(x, state, name, training):
    mean, var = state[f"{name}.running_mean"], state[f"{name}.running_var"]
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3))
    scale = state[f"{name}.weight"] / np.sqrt(var + 1e-5)
    return (x - mean[:, None, None]) * scale[:, None, None] + state[f"{name}.bias"][:, None, None]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("training", [True, False])
def test_outputs_are_those_of_the_definition(shape, training):
    channels, width, stride, *rest = shape
    block = build(channels, width, stride).train(training)
    state = {name: value.numpy().copy() for name, value in block.state_dict().items()}
    x = np.random.default_rng(5).normal(size=(rest[0], channels, *rest[1:]))
    a = np.maximum(normalised(convolved(x, state, "conv1", stride), state, "bn1", training), 0)
    b = normalised(convolved(a, state, "conv2", 1), state, "bn2", training)
    projects = "shortcut.0.weight" in state
    assert projects == (stride != 1 or channels != width)
    side = normalised(convolved(x, state, "shortcut.0", stride), state, "shortcut.1", training) if projects else x
    np.testing.assert_allclose(block(torch.tensor(x)).detach().numpy(), np.maximum(b + side, 0), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("training", [True, False])
def test_gradients(training):
    block = build(2, 3, 2).train(training)
    names, parameters = zip(*block.named_parameters(), strict=True)
    x = torch.randn(2, 2, 4, 3, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(block, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_example_of_the_statement():
    name = "residual_block_example"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "residual-block.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    block = module.ResidualBlock(1, 1).eval()
    for second, expected in ((-1, [0, 0]), (2, [6.99994, 0])):
        with torch.no_grad():
            for conv, centre, bias in ((block.conv1, 2, 1), (block.conv2, second, 0)):
                conv.weight.zero_()
                conv.weight[0, 0, 1, 1] = centre
                conv.bias.fill_(bias)
        y = block(torch.tensor([[[[1.0, -3.0]]]]))
        torch.testing.assert_close(y.flatten(), torch.tensor(expected).float(), rtol=0, atol=5e-6)
