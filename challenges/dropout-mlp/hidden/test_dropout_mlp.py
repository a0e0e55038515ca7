"""Outputs and gradients without dropout; rate, scale and independence with it."""

import numpy as np
import pytest

SHAPES = [(5, 4, 7, 3), (3, 6, 2, 5)]
EDGES = [(1, 5, 4, 3), (4, 1, 3, 2), (3, 4, 1, 2), (3, 5, 4, 1), (4, 4, 4, 4)]


def units(candidate, rows, width, **options):
    """A layer in training whose hidden units are all 1 before dropout, and shown with 3 added, and its input."""
    zeros, eye = np.zeros(width, np.float32), np.eye(width, dtype=np.float32)
    state = {"layers.0.weight": np.zeros((width, 2), np.float32), "layers.0.bias": zeros + 1}
    state |= {"layers.3.weight": eye, "layers.3.bias": zeros + 3}
    layer = candidate.new("DropoutMLP", 2, width, width, state=state, **options)
    layer.train()
    return layer, np.zeros((rows, 2), np.float32)


@pytest.mark.points(2)
@pytest.mark.hint("In evaluation this is linear, ReLU, linear, with no scale anywhere.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    layer = compare.new("DropoutMLP", *shape[1:], p=0.3)
    layer.eval()
    layer(rng.normal(shape[:2]), guards=("fresh", "repeatable"))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach the input and all four parameters.")
@pytest.mark.parametrize("shape", [*SHAPES, *EDGES])
def test_gradients(compare, rng, shape):
    layer = compare.new("DropoutMLP", *shape[1:])
    layer.eval()
    layer(rng.normal(shape[:2]), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("With p = 0 training is like evaluation.")
def test_training_without_dropout(compare, rng):
    layer = compare.new("DropoutMLP", 4, 6, 3, p=0.0)
    layer.train()
    layer(rng.normal((5, 4)), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large or very small.")
@pytest.mark.parametrize("scale", [1e4, 1e-4])
def test_scales(compare, rng, scale):
    layer = compare.new("DropoutMLP", 4, 6, 3)
    layer.eval()
    layer(rng.normal((5, 4), scale=scale), gradients=True)


@pytest.mark.hint("Without arguments the sizes are 784, 256 and 10.")
def test_usual_sizes(compare, rng):
    layer = compare.new("DropoutMLP")
    layer.eval()
    layer(rng.normal((2, 784)))


# 64 * 256 = 16384 coins have a rate with a standard deviation of sqrt(p (1 - p) / 16384) <= 0.0039: the bound of 6 of
# them is crossed once in 5e8 draws, and there are 6. Two of 64 rows with the same mask at p = 0.1:
# 2016 * 0.82 ** 256 = 2e-19; two columns: 32640 * 0.82 ** 64 = 1e-1, so columns are only looked at for p = 0.5:
# 32640 * 0.5 ** 64 = 2e-15.
@pytest.mark.aspect("state")
@pytest.mark.points(3)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("In training each hidden unit of each row has a coin of its own; what is kept is divided by 1 - p.")
@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_dropout(candidate, p):
    options = {} if p == 0.5 else {"p": p}  # the default is 0.5
    layer, x = units(candidate, 64, 256, **options)
    first, second = layer(x) - 3, layer(x) - 3
    bound = 6 * np.sqrt(p * (1 - p) / first.size)
    for y in (first, second):
        dropped = y < 0.5
        assert abs(dropped.mean() - p) < bound
        assert np.abs(y[~dropped] - 1 / (1 - p)).max() < 1e-4
        assert len(np.unique(dropped, axis=0)) == 64
        assert p != 0.5 or len(np.unique(dropped, axis=1).T) == 256
    assert not np.array_equal(first, second)
    layer.eval()
    assert np.abs(layer(x) - 4).max() < 1e-5


# 4096 coins that two calls share agree in a share of p * p + (1 - p) * (1 - p) = 0.58, with a standard deviation of
# 0.0077: 6 of them.
@pytest.mark.aspect("state")
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("Coins are tossed anew in each call.")
def test_calls_are_independent(candidate):
    layer, x = units(candidate, 32, 128, p=0.3)
    same = (layer(x) < 3.5) == (layer(x) < 3.5)
    assert abs(same.mean() - 0.58) < 0.0463


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_outputs", "test_gradients")
@pytest.mark.hint("A unit that was dropped hands no gradient on; one that was kept hands on 1 / (1 - p) times its own.")
def test_gradients_in_training(candidate):
    rows, width, p = 16, 40, 0.25
    state = {"layers.0.weight": np.eye(width, dtype=np.float32), "layers.0.bias": np.ones(width, np.float32)}
    state |= {"layers.3.weight": np.eye(width, dtype=np.float32), "layers.3.bias": np.zeros(width, np.float32)}
    layer = candidate.new("DropoutMLP", width, width, width, p=p, state=state)
    y, gradient = candidate.probe("gradients_in_training", layer, np.zeros((rows, width), np.float32))
    assert np.abs(gradient - (y != 0) / (1 - p)).max() < 1e-5


@pytest.mark.timed
@pytest.mark.hint("Treat all rows together, as one matrix product for each layer.")
def test_runtime(timed, rng):
    layer = timed.new("DropoutMLP")
    layer.eval()
    timed(layer, lambda: (rng.normal((128, 784)),))
