"""A network for CIFAR-10: logits and gradients in evaluation, dropout in training."""

import numpy as np
import pytest

# In training every unit before dropout is 1, and logit j is the number of those among units 51 j to 51 j + 50 that are
# kept, times 2.
GROUPS = np.kron(np.eye(10), np.ones(51)).astype(np.float32)
STATE = {
    "conv1.weight": np.zeros((32, 3, 3, 3), np.float32),
    "conv1.bias": np.zeros(32, np.float32),
    "conv2.weight": np.zeros((64, 32, 3, 3), np.float32),
    "conv2.bias": np.zeros(64, np.float32),
    "fc1.weight": np.zeros((512, 2304), np.float32),
    "fc1.bias": np.ones(512, np.float32),
    "fc2.weight": np.pad(GROUPS, [(0, 0), (0, 2)]),
    "fc2.bias": np.zeros(10, np.float32),
}


def numbers(rng):
    """What parameters are made of; no layer's size is a multiple of this prime."""
    return rng.integers((4093,), -1000, 1001)


@pytest.mark.aspect("state")
@pytest.mark.hint("Parameters have the names and shapes of the statement.")
def test_names(compare):
    compare.probe("shapes")


@pytest.mark.points(2)
@pytest.mark.depends("test_names")
@pytest.mark.hint("Convolution, ReLU, pooling, twice; flatten by channel, row and column; linear, ReLU, linear.")
@pytest.mark.parametrize(("batch", "scale"), [(2, 1.0), (1, 1e3), (3, 1e-3)])
def test_outputs(compare, rng, batch, scale):
    compare.probe("logits", rng.normal((batch, 3, 32, 32), scale=scale), numbers(rng))


@pytest.mark.aspect("edge cases")
@pytest.mark.depends("test_names")
@pytest.mark.hint("Every pixel counts up to the border of the image.")
def test_border(compare, rng):
    x = rng.normal((2, 3, 32, 32), scale=1e-2)
    x[:, :, [0, -1]] *= 100
    x[:, :, :, [0, -1]] *= 100
    compare.probe("logits", x, numbers(rng))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.depends("test_names")
@pytest.mark.hint("Gradients reach the image and all eight parameters.")
def test_gradients(compare, rng):
    x = rng.normal((1, 3, 32, 32))
    compare.probe("logits", x, numbers(rng), fresh=True, gradients=True)
    compare.probe("gradients", x, numbers(rng), rng.normal((1, 10)), verdict="wrong_gradient")


# 32 * 510 = 16320 coins of 0.5 have a rate with a standard deviation of 0.0039. The bound is 6 of them, crossed once in
# 5e8 draws. The 320 counts of 51 coins have a variance of 12.75, which is estimated with a standard deviation of
# 12.75 * sqrt(2 / 320) = 1.0: within 6 of them. Coins shared by rows, by units or by both would make it far larger.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("In training half of the units between the linear layers is dropped, the others are doubled.")
def test_dropout(candidate):
    layer = candidate.new("Cifar10CNN", state=STATE)
    other = candidate.new("Cifar10CNN", state=STATE | {"fc1.bias": 2 * STATE["fc1.bias"]})
    layer.train()
    x = np.zeros((32, 3, 32, 32), np.float32)
    first, second = layer(x) / 2, layer(x) / 2
    for kept in (first, second):
        assert np.abs(kept - np.round(kept)).max() < 1e-3
        assert abs(kept.mean() / 51 - 0.5) < 0.0235
        assert abs(kept.var() - 12.75) < 6.1
        assert len(np.unique(kept, axis=0)) == 32
    assert not np.array_equal(first, second)
    layer.eval()
    other.eval()
    assert np.abs(layer(x) - 51).max() < 1e-3
    assert np.abs(other(x) - 102).max() < 1e-3


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's convolutions and pooling.")
def test_runtime(timed, rng):
    timed.probe("logits", lambda: (rng.normal((4, 3, 32, 32)), numbers(rng)))
