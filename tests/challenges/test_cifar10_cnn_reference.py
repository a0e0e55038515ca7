"""The reference of cifar10-cnn against a loop over patches in numpy, and gradcheck."""

import importlib.util
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]


def build():
    spec = importlib.util.spec_from_file_location("cifar10_cnn_reference", ROOT / "reference" / "cifar10-cnn.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.Cifar10CNN().double().eval()


def stage(x, weight, bias):
    """Convolution, ReLU and pooling of one image (C, H, W), pixel by pixel."""
    side = (x.shape[1] - 2) // 2
    y = np.empty((len(weight), side, side))
    for i in range(side):
        for j in range(side):
            patches = [x[:, 2 * i + a : 2 * i + a + 3, 2 * j + b : 2 * j + b + 3] for a in (0, 1) for b in (0, 1)]
            y[:, i, j] = np.maximum.reduce([(weight * patch).sum((1, 2, 3)) + bias for patch in patches])
    return np.maximum(y, 0)


def test_outputs_are_those_of_the_definition():
    model = build()
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    x = np.random.default_rng(5).normal(size=(3, 32, 32))
    y = stage(x, state["conv1.weight"], state["conv1.bias"])
    y = stage(y, state["conv2.weight"], state["conv2.bias"]).reshape(-1)
    y = np.maximum(state["fc1.weight"] @ y + state["fc1.bias"], 0)
    y = state["fc2.weight"] @ y + state["fc2.bias"]
    np.testing.assert_allclose(model(torch.tensor(x)[None]).detach().numpy()[0], y, rtol=1e-9)


def test_gradients():
    model = build()
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = torch.randn(1, 3, 32, 32, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters), fast_mode=True)


def test_dropout_acts_in_training_only():
    model = build()
    x = torch.randn(1, 3, 32, 32, dtype=torch.float64)
    assert torch.equal(model(x), model(x))
    model.train()
    assert not torch.equal(model(x), model(x))


def test_example_of_the_statement():
    model = build()
    with torch.no_grad():
        for value in model.parameters():
            value.zero_()
        model.conv1.weight[0, 0, 0, 0] = 1
        model.conv2.weight[1, 0, 0, 0] = 2
        model.fc1.weight[0, 36] = 3
        model.fc2.weight[4, 0] = 0.5
    x = torch.zeros(1, 3, 32, 32, dtype=torch.float64)
    x[0, 0, 3, 2], x[0, 0, 4, 0], x[0, 1, 0, 0] = 0.75, 9, 9
    assert model(x).tolist() == [[0, 0, 0, 0, 2.25, 0, 0, 0, 0, 0]]
