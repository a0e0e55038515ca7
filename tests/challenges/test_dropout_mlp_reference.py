"""The reference of dropout-mlp against the definition in numpy, gradcheck, and its dropout."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes, **options):
    spec = importlib.util.spec_from_file_location("dropout_mlp_reference", ROOT / "reference" / "dropout-mlp.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.DropoutMLP(*sizes, **options).double()


@pytest.mark.parametrize("shape", [(5, 4, 7, 3), (1, 1, 1, 1)])
def test_outputs_are_those_of_the_definition(shape):
    model = build(*shape[1:]).eval()
    assert list(model.state_dict()) == ["layers.0.weight", "layers.0.bias", "layers.3.weight", "layers.3.bias"]
    w1, b1, w2, b2 = (value.numpy() for value in model.state_dict().values())
    x = np.random.default_rng(5).normal(size=shape[:2])
    expected = np.maximum(x @ w1.T + b1, 0) @ w2.T + b2
    np.testing.assert_allclose(model(torch.tensor(x)).detach().numpy(), expected, rtol=1e-10)


def test_gradients():
    model = build(4, 5, 3).eval()
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_example_of_the_statement():
    model = build(1, 2, 1, p=0.2)
    values = ([[1], [-1]], [0, 0], [[4, 8]], [0])
    model.load_state_dict({name: torch.tensor(v) for name, v in zip(model.state_dict(), values, strict=True)})
    x = torch.full((2000, 1), 3.0, dtype=torch.float64)
    assert (model.eval()(x) == 12).all()
    y = model.train()(x)
    torch.testing.assert_close(y[y != 0], torch.full_like(y[y != 0], 15))
    assert 0.15 < (y == 0).double().mean() < 0.25  # 5.6 standard deviations: once in 5e7, and the seed is fixed
