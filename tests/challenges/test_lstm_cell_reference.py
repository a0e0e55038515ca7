"""The LSTM cell reference against torch.nn.LSTMCell and torch.nn.LSTM, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(3, 5, 4), (1, 1, 1), (1, 6, 2), (4, 1, 7)]
NAMES = {"i2h.weight": "weight_ih", "i2h.bias": "bias_ih", "h2h.weight": "weight_hh", "h2h.bias": "bias_hh"}


def build(input_size, hidden_size):
    spec = importlib.util.spec_from_file_location("lstm_cell_reference", ROOT / "reference" / "lstm-cell.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.LSTM_Cell(input_size, hidden_size).double()


def torch_cell(layer, input_size, hidden_size):
    cell = nn.LSTMCell(input_size, hidden_size).double()
    cell.load_state_dict({NAMES[name]: value for name, value in layer.state_dict().items()})
    return cell


def inputs(batch, input_size, hidden_size, scale=1.0):
    draw = torch.Generator().manual_seed(5)
    sizes = [(batch, input_size), (batch, hidden_size), (batch, hidden_size)]
    return [scale * torch.randn(size, generator=draw, dtype=torch.float64) for size in sizes]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4])
def test_outputs_are_torchs(shape, scale):
    layer = build(*shape[1:])
    x, h, c = inputs(*shape, scale=scale)
    for ours, theirs in zip(layer(x, (h, c)), torch_cell(layer, *shape[1:])(x, (h, c)), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)


def test_twenty_steps_and_their_gradients_are_those_of_the_torch_layer():
    layer = build(3, 4)
    whole = nn.LSTM(3, 4).double()
    whole.load_state_dict({f"{NAMES[name]}_l0": value for name, value in layer.state_dict().items()})
    xs = torch.randn(20, 2, 3, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    h = c = torch.zeros(2, 4, dtype=torch.float64)
    hs = []
    for x in xs:
        h, c = layer(x, (h, c))
        hs.append(h)
    expected, (_, c_last) = whole(xs)
    torch.testing.assert_close(torch.stack(hs), expected)
    torch.testing.assert_close(c, c_last[0])
    (torch.stack(hs).square().sum() + c.sum()).backward()
    (expected.square().sum() + c_last.sum()).backward()
    for name, value in layer.named_parameters():
        torch.testing.assert_close(value.grad, getattr(whole, f"{NAMES[name]}_l0").grad)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(shape):
    layer = build(*shape[1:])
    args = [x.requires_grad_() for x in inputs(*shape)]
    names, parameters = zip(*layer.named_parameters(), strict=True)

    def function(x, h, c, *values):
        return torch.func.functional_call(layer, dict(zip(names, values, strict=True)), (x, (h, c)))

    assert torch.autograd.gradcheck(function, (*args, *parameters))


def test_state():
    shapes = {name: tuple(value.shape) for name, value in build(3, 5).state_dict().items()}
    assert shapes == {"i2h.weight": (20, 3), "i2h.bias": (20,), "h2h.weight": (20, 5), "h2h.bias": (20,)}


def test_saturated_gates_keep_finite_gradients_and_the_dtype():
    layer = build(3, 5).float()
    args = [x.float().requires_grad_() for x in inputs(2, 3, 5, scale=1e4)]
    outputs = layer(args[0], (args[1], args[2]))
    assert all(y.dtype == torch.float32 for y in outputs)
    sum(y.sum() for y in outputs).backward()
    assert all(torch.isfinite(x.grad).all() for x in args)
