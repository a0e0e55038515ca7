"""The references of gan against scattered and gathered patches in numpy, and gradcheck."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def load():
    spec = importlib.util.spec_from_file_location("gan_reference", ROOT / "reference" / "gan.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module


def transposed(x, weight, bias):
    """Every pixel of x (C, q, q) paints a 4 x 4 patch, at twice its place less 1."""
    q = x.shape[1]
    y = np.zeros((weight.shape[1], 2 * q + 2, 2 * q + 2))
    for i in range(q):
        for j in range(q):
            y[:, 2 * i : 2 * i + 4, 2 * j : 2 * j + 4] += np.tensordot(x[:, i, j], weight, 1)
    return y[:, 1:-1, 1:-1] + bias[:, None, None]


def convolved(x, weight, bias):
    half = x.shape[1] // 2
    x = np.pad(x, [(0, 0), (1, 1), (1, 1)])
    y = np.empty((len(weight), half, half))
    for i in range(half):
        for j in range(half):
            y[:, i, j] = np.tensordot(weight, x[:, 2 * i : 2 * i + 4, 2 * j : 2 * j + 4], 3) + bias
    return y


def test_images_are_those_of_the_definition():
    model = load().Generator(3, 8).double().eval()
    model.bn1.running_mean.normal_()
    s = {name: value.numpy() for name, value in model.state_dict().items()}
    z = np.random.default_rng(5).normal(size=3)
    h = np.maximum(s["lin1.weight"] @ z + s["lin1.bias"], 0).reshape(128, 2, 2)
    h = transposed(h, s["conv1.weight"], s["conv1.bias"]) - s["bn1.running_mean"][:, None, None]
    h = np.maximum(h / np.sqrt(1 + 1e-5), 0)
    y = np.tanh(transposed(h, s["conv2.weight"], s["conv2.bias"]))
    np.testing.assert_allclose(model(torch.tensor(z)[None]).detach().numpy()[0], y, rtol=1e-9)


def test_probabilities_are_those_of_the_definition():
    model = load().Discriminator(8).double().eval()
    s = {name: value.numpy() for name, value in model.state_dict().items()}
    x = np.random.default_rng(5).normal(size=(3, 8, 8))
    h = convolved(x, s["conv1.weight"], s["conv1.bias"])
    h = convolved(np.where(h > 0, h, 0.2 * h), s["conv2.weight"], s["conv2.bias"])
    logit = s["lin1.weight"] @ np.where(h > 0, h, 0.2 * h).reshape(-1) + s["lin1.bias"]
    np.testing.assert_allclose(model(torch.tensor(x)[None]).detach().numpy()[0], 1 / (1 + np.exp(-logit)), rtol=1e-9)


@pytest.mark.parametrize("name", ["Generator", "Discriminator"])
def test_gradients(name):
    sizes, shape = ((2, 4), (1, 2)) if name == "Generator" else ((4,), (1, 3, 4, 4))
    model = getattr(load(), name)(*sizes).double().eval()
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters), fast_mode=True)


def test_example_of_the_statement():
    model = load().Generator(1, 4).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.zero_() if name != "bn1.weight" else value.fill_(1)
        model.lin1.weight[0], model.conv1.weight[0, 0], model.conv2.weight[0, 1] = 2, 1, 0.1
    y = model(torch.tensor([[1.5]]))[0]
    corner, edge, middle = 0.291311, 0.537047, 0.833652
    rows = [[corner, edge, edge, corner], [edge, middle, middle, edge]]
    torch.testing.assert_close(y[1], torch.tensor([rows[0], rows[1], rows[1], rows[0]]), rtol=0, atol=2e-6)
    assert not y[0].any()
    assert not y[2].any()
