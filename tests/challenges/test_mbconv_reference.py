"""The reference of mbconv against torch.nn.functional's operators one by one, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(4, 4, 3, 1, 4), (4, 6, 5, 2, 8), (3, 3, 3, 2, 6), (5, 2, 3, 1, 3.5), (16, 16, 1, 1, 1)]


def new(*sizes):
    spec = importlib.util.spec_from_file_location("mbconv_reference", ROOT / "reference" / "mbconv.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.MBConv(*sizes).double()


def build(*sizes):
    block = new(*sizes)
    for value in block.state_dict().values():
        if value.is_floating_point() and value.ndim == 1:
            value.copy_(0.5 + torch.rand(value.shape, dtype=value.dtype))
    return block


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("training", [True, False])
def test_outputs_are_those_of_the_operators(sizes, training):
    channels, width, size, stride, _ = sizes
    block = build(*sizes).train(training)
    state = {name: value.clone() for name, value in block.state_dict().items()}
    x = torch.randn(2, channels, 5, 4, dtype=torch.float64)

    def norm(y, name):
        parts = [state[f"{name}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
        return functional.batch_norm(y, *parts, training, 0.1, 1e-5)

    y = norm(torch.einsum("oc,nchw->nohw", state["conv1.weight"][:, :, 0, 0], x), "bn1").clamp(0, 6)
    kernel = state["dwconv.weight"]
    filtered = [
        functional.conv2d(y[:, i : i + 1], kernel[i : i + 1], stride=stride, padding=size // 2)
        for i in range(y.shape[1])
    ]
    y = norm(torch.cat(filtered, 1), "bn2").clamp(0, 6)
    hidden = functional.linear(y.mean((2, 3)), state["se.fc.0.weight"], state["se.fc.0.bias"]).relu()
    assert hidden.shape[1] == y.shape[1] // 16
    gates = functional.linear(hidden, state["se.fc.2.weight"], state["se.fc.2.bias"]).sigmoid()
    y = norm(torch.einsum("oc,nchw,nc->nohw", state["conv2.weight"][:, :, 0, 0], y, gates), "bn3")
    expected = y + x if channels == width and stride == 1 else y
    torch.testing.assert_close(block(x), expected)
    for name in ("bn1", "bn2", "bn3"):  # functional.batch_norm moved the copies
        torch.testing.assert_close(block.state_dict()[f"{name}.running_var"], state[f"{name}.running_var"])


@pytest.mark.parametrize("training", [True, False])
def test_gradients(training):
    block = build(4, 4, 3, 1, 4).train(training)
    names, parameters = zip(*block.named_parameters(), strict=True)
    x = torch.randn(2, 4, 3, 3, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(block, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters), fast_mode=True)


def test_example_of_the_statement():
    block = new(16, 16, 1, 1, 1).eval()
    with torch.no_grad():
        block.conv1.weight.copy_(torch.eye(16)[:, :, None, None])
        block.conv2.weight.copy_(torch.eye(16)[:, :, None, None])
        block.dwconv.weight.fill_(5)
        block.se.fc[2].weight.zero_()
        block.se.fc[2].bias.zero_()
    x = torch.zeros(1, 16, 1, 1, dtype=torch.float64)
    x[0, 0], x[0, 1] = 1, 2
    expected = torch.tensor([3.499963, 4.999985] + 14 * [0], dtype=torch.float64)
    torch.testing.assert_close(block(x).flatten(), expected, rtol=0, atol=1e-6)
