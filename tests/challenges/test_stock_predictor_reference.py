"""The reference of stock-predictor against cells of torch.nn.LSTMCell in a loop, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    name = "stock_predictor_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "stock-predictor.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.StockPredictor(*sizes).double().eval()


def cells(model):
    """Two cells with the model's parameters."""
    for layer in (0, 1):
        parts = {
            part: getattr(model.lstm, f"{part}_l{layer}") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        }
        cell = nn.LSTMCell(parts["weight_ih"].shape[1], parts["weight_hh"].shape[1]).double()
        cell.load_state_dict(parts)
        yield cell


@pytest.mark.parametrize("shape", [(3, 6, 2, 4), (2, 4, 5, 3), (1, 1, 1, 1)])
def test_outputs_are_those_of_single_cells(shape):
    model = build(*shape[2:])
    lower, upper = cells(model)
    x = torch.randn(*shape[:3], dtype=torch.float64)
    one = two = (torch.zeros(shape[0], shape[3], dtype=torch.float64),) * 2
    for step in x.unbind(1):
        one = lower(step, one)
        two = upper(one[0], two)
    torch.testing.assert_close(model(x), two[0] @ model.fc.weight.T + model.fc.bias)


def test_gradients():
    model = build(2, 3)
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = torch.randn(2, 3, 2, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_dropout_acts_in_training_only():
    model = build(2, 16)
    x = torch.randn(2, 3, 2, dtype=torch.float64)
    assert torch.equal(model(x), model(x))
    model.train()
    assert not torch.equal(model(x), model(x))


def test_example_of_the_statement():
    model = build(1, 1)
    state = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
    state["lstm.weight_ih_l0"][2], state["lstm.weight_ih_l1"][2] = 2, 4
    state["fc.weight"][0], state["fc.bias"][0] = 10, 1
    model.load_state_dict(state)
    y = model(torch.tensor([[[1.0], [-1.0]]], dtype=torch.float64))
    assert y.item() == pytest.approx(0.791539, abs=5e-6)
