"""The reference agrees with a torch MLP and autograd, in probabilities, gradients and after steps of SGD."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch

FILE = Path(__file__).parents[2] / "reference" / "numpy-neural-network.py"
SIZES = [([4, 8, 3], 5), ([3, 7, 5, 2], 1), ([6, 4], 9), ([1, 3, 2], 4), ([4, 6, 6, 5, 6, 3], 7)]


@pytest.fixture(scope="module")
def network_class():
    spec = importlib.util.spec_from_file_location("numpy_network_reference", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.NeuralNetwork


def draw(network_class, sizes, batch, dtype=np.float64):
    """A network with random weights and biases, and a batch for it."""
    rng = np.random.default_rng(len(sizes) + batch)
    network = network_class(sizes)
    network.W = [rng.normal(size=w.shape, scale=0.7).astype(dtype) for w in network.W]
    network.b = [rng.normal(size=b.shape, scale=0.5).astype(dtype) for b in network.b]
    return network, rng.normal(size=(batch, sizes[0])).astype(dtype), rng.integers(0, sizes[-1], batch)


def torch_twin(network):
    """A torch module that computes the same logits; parameters alternate weight, bias."""
    layers = []
    for weight, bias in zip(network.W, network.b, strict=True):
        linear = torch.nn.Linear(*weight.shape, dtype=torch.float64)
        linear.weight.data.copy_(torch.from_numpy(weight.T))
        linear.bias.data.copy_(torch.from_numpy(bias))
        layers += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def loss_of(twin, x, y):
    return torch.nn.functional.cross_entropy(twin(torch.from_numpy(x)), torch.from_numpy(y))


@pytest.mark.parametrize(("sizes", "batch"), SIZES)
def test_forward_and_backward(network_class, sizes, batch):
    network, x, y = draw(network_class, sizes, batch)
    twin = torch_twin(network)
    np.testing.assert_allclose(
        network.forward(x), torch.softmax(twin(torch.from_numpy(x)), dim=1).detach().numpy(), rtol=1e-12
    )
    loss_of(twin, x, y).backward()
    gradients = network.backward(x, y)
    assert list(gradients) == ["W", "b"]
    linears = [layer for layer in twin if isinstance(layer, torch.nn.Linear)]
    for mine, linear in zip(gradients["W"], linears, strict=True):
        np.testing.assert_allclose(mine, linear.weight.grad.numpy().T, rtol=1e-10, atol=1e-14)
    for mine, linear in zip(gradients["b"], linears, strict=True):
        np.testing.assert_allclose(mine, linear.bias.grad.numpy(), rtol=1e-10, atol=1e-14)


def test_backward_against_finite_differences(network_class):
    network, x, y = draw(network_class, [3, 5, 4], 6)

    def loss():
        return -np.log(network.forward(x)[np.arange(6), y]).mean()

    gradients = network.backward(x, y)
    for name, values in (("W", network.W), ("b", network.b)):
        for value, gradient in zip(values, gradients[name], strict=True):
            for index in np.ndindex(value.shape):
                kept = value[index]
                value[index] = kept + 1e-6
                above = loss()
                value[index] = kept - 1e-6
                assert (above - loss()) / 2e-6 == pytest.approx(gradient[index], rel=1e-4, abs=1e-8)
                value[index] = kept


def test_steps_are_gradient_descent(network_class):
    network, x, y = draw(network_class, [5, 9, 7, 4], 6)
    twin = torch_twin(network)
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.2)
    for _ in range(8):
        network.backward(x, y)
        network.step(0.2)
        optimizer.zero_grad()
        loss_of(twin, x, y).backward()
        optimizer.step()
    for mine, layer in zip(network.W, [one for one in twin if isinstance(one, torch.nn.Linear)], strict=True):
        np.testing.assert_allclose(mine, layer.weight.detach().numpy().T, rtol=1e-9)


def test_step_uses_the_last_backward_as_often_as_asked(network_class):
    network, x, y = draw(network_class, [4, 6, 3], 5)
    before = network.W[0].copy()
    network.backward(3 * x, y)
    gradient = network.backward(x, y)["W"][0].copy()
    network.forward(2 * x)
    network.step(0.5)
    network.step(0.25)
    np.testing.assert_allclose(network.W[0], before - 0.75 * gradient, rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-5, 1e4])
def test_float32_stays_float32_and_finite(network_class, scale):
    network, x, y = draw(network_class, [4, 6, 5], 8, np.float32)
    x = np.float32(scale) * x
    found = [network.forward(x), *network.backward(x, y)["W"], *network.backward(x, y)["b"]]
    network.step(0.1)
    for array in [*found, *network.W, *network.b]:
        assert array.dtype == np.float32
        assert np.isfinite(array).all()


def test_derivative_of_relu_at_zero_is_zero(network_class):
    network, x, y = draw(network_class, [4, 6, 3], 5)
    network.W[0][:, 2] = 0
    network.b[0][2] = 0
    gradients = network.backward(x, y)
    assert not gradients["W"][0][:, 2].any()
    assert gradients["b"][0][2] == 0


def test_example_of_the_statement(network_class):
    network = network_class([2, 2, 2])
    network.W = [np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([[1.0, 0.0], [1.0, -1.0]])]
    network.b = [np.array([0.0, 0.5]), np.array([0.0, 0.5])]
    x, y = np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0])
    np.testing.assert_allclose(network.forward(x), [[0.989013, 0.010987], [0.731059, 0.268941]], atol=1e-6)
    gradients = network.backward(x, y)
    np.testing.assert_allclose(gradients["W"][0], [[0.225565, 0.989013], [1.123484, 1.978026]], atol=1e-6)
    network.step(0.1)
    np.testing.assert_allclose(network.W[0], [[0.977443, -1.098901], [0.387652, 0.802197]], atol=1e-6)
