"""A small network: logits and gradients in evaluation, dropout in training."""

import numpy as np
import pytest

# In training every unit before dropout is 1, and the logits are the 128 units after it.
STATE = {
    "conv1.weight": np.zeros((32, 3, 3, 3), np.float32),
    "conv1.bias": np.zeros(32, np.float32),
    "conv2.weight": np.zeros((64, 32, 3, 3), np.float32),
    "conv2.bias": np.zeros(64, np.float32),
    "fc1.weight": np.zeros((128, 4096), np.float32),
    "fc1.bias": np.ones(128, np.float32),
    "fc2.weight": np.eye(128, dtype=np.float32),
    "fc2.bias": np.zeros(128, np.float32),
}


def numbers(rng):
    """What parameters are made of; no layer's size is a multiple of this prime."""
    return rng.integers((4093,), -1000, 1001)


@pytest.mark.aspect("state")
@pytest.mark.hint("Parameters have the names and shapes of the statement.")
@pytest.mark.parametrize("classes", [10, 1])
def test_names(compare, classes):
    compare.probe("shapes", classes)


@pytest.mark.points(2)
@pytest.mark.depends("test_names")
@pytest.mark.hint("Convolution, ReLU, pooling, twice; flatten by channel, row and column; linear, ReLU, linear.")
@pytest.mark.parametrize(("batch", "scale"), [(2, 1.0), (1, 1e3), (3, 1e-3)])
def test_outputs(compare, rng, batch, scale):
    compare.probe("logits", rng.normal((batch, 3, 32, 32), scale=scale), numbers(rng), 10)


@pytest.mark.aspect("edge cases")
@pytest.mark.depends("test_names")
@pytest.mark.hint("Every pixel counts up to the border of the image.")
def test_border(compare, rng):
    x = rng.normal((2, 3, 32, 32), scale=1e-2)
    x[:, :, [0, -1]] *= 100
    x[:, :, :, [0, -1]] *= 100
    compare.probe("logits", x, numbers(rng), 1)


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.depends("test_names")
@pytest.mark.hint("Gradients reach the image and all eight parameters.")
def test_gradients(compare, rng):
    x = rng.normal((1, 3, 32, 32))
    compare.probe("logits", x, numbers(rng), 3, fresh=True, gradients=True)
    compare.probe("gradients", x, numbers(rng), rng.normal((1, 3)), verdict="wrong_gradient")


# 32 * 128 = 4096 coins of 0.2 have a rate with a standard deviation of 0.00625. The bound is 6 of them, crossed once
# in 5e8 draws. Two of 32 images with the same mask: 496 * 0.68 ** 128 = 2e-19.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("In training a fifth of the units between the linear layers is dropped, the others are scaled up.")
def test_dropout(candidate):
    layer = candidate.new("SimpleCNN", 128, state=STATE)
    other = candidate.new("SimpleCNN", 128, state=STATE | {"fc1.bias": 2 * STATE["fc1.bias"]})
    layer.train()
    x = np.zeros((32, 3, 32, 32), np.float32)
    first, second = layer(x), layer(x)
    for y in (first, second):
        dropped = y < 0.5
        assert abs(dropped.mean() - 0.2) < 0.0375
        assert np.abs(np.where(dropped, y, y - 1.25)).max() < 1e-4
        assert len(np.unique(dropped, axis=0)) == 32
    assert not np.array_equal(first, second)
    layer.eval()
    other.eval()
    assert np.abs(layer(x) - 1).max() < 1e-4
    assert np.abs(other(x) - 2).max() < 1e-4


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's convolutions and pooling.")
def test_runtime(timed, rng):
    timed.probe("logits", lambda: (rng.normal((8, 3, 32, 32)), numbers(rng), 10))
