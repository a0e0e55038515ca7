"""The reference of simple-nn against torch.nn.Sequential, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    spec = importlib.util.spec_from_file_location("simple_nn_reference", ROOT / "reference" / "simple-nn.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.SimpleNN(*sizes).double()


@pytest.mark.parametrize("shape", [(5, 4, 7, 3), (1, 1, 1, 1), (2, 6, 1, 2)])
def test_outputs_and_gradients_are_those_of_a_sequence(shape):
    model = build(*shape[1:])
    twin = nn.Sequential(nn.Linear(*shape[1:3]), nn.ReLU(), nn.Linear(*shape[2:])).double()
    twin.load_state_dict(dict(zip(twin.state_dict(), model.state_dict().values(), strict=True)))
    x = torch.randn(*shape[:2], dtype=torch.float64)
    torch.testing.assert_close(model(x), twin(x))
    model(x).square().sum().backward()
    twin(x).square().sum().backward()
    for ours, theirs in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad)


def test_gradients():
    model = build(4, 5, 3)
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_example_of_the_statement():
    model = build(2, 3, 1)
    values = ([[1, -1], [0.5, 2], [-1, 0]], [0, -1, 0.5], [[2, -1, 3]], [0.25])
    state = {name: torch.tensor(value) for name, value in zip(model.state_dict(), values, strict=True)}
    model.load_state_dict(state)
    y = model(torch.tensor([[1, 0.5], [-2, 1]], dtype=torch.float64))
    torch.testing.assert_close(y, torch.tensor([[0.75], [7.75]], dtype=torch.float64))
