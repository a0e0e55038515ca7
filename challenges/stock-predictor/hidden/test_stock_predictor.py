"""A forecast: outputs and gradients in evaluation, dropout in training."""

import numpy as np
import pytest

# B, L, input_size, hidden_size
SHAPES = [(3, 6, 2, 4), (2, 4, 5, 3)]
EDGES = [(1, 5, 3, 2), (4, 1, 2, 3), (2, 3, 1, 2), (3, 2, 2, 1), (3, 3, 3, 3), (1, 1, 1, 1)]


def model(compare, *sizes, **options):
    layer = compare.new("StockPredictor", *sizes, **options)
    layer.eval()
    return layer


@pytest.mark.points(2)
@pytest.mark.hint("Take the second layer's hidden state after the last time, for each row of the batch.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    model(compare, *shape[2:])(rng.normal(shape[:3]))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("The forecast's gradient reaches the oldest input, through both layers.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    model(compare, *shape[2:])(rng.normal(shape[:3]), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case: the batch comes first.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    model(compare, *shape[2:])(rng.normal(shape[:3]))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("All times count, also the oldest of a long series.")
def test_long_series(compare, rng):
    keep = np.repeat([0.0, 4.0, 0.0, 0.0], 3).astype(np.float32)  # the forget gates are nearly open
    layer = model(compare, 2, 3, state={"lstm.bias_ih_l0": keep, "lstm.bias_ih_l1": keep})
    layer(rng.normal((2, 18, 2)), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be tiny, and their gradients count.")
def test_tiny_inputs(compare, rng):
    model(compare, 3, 4)(rng.normal((2, 5, 3), scale=1e-4), gradients=True)


# Outputs only: with every gate at its end the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Prices may be in the thousands: sigmoid and tanh are well defined there.")
def test_large_inputs(compare, rng):
    model(compare, 3, 4)(rng.normal((2, 5, 3), scale=1e3))


@pytest.mark.aspect("state")
@pytest.mark.hint("Each call starts from states of 0, and two objects share nothing.")
def test_objects_and_calls(compare, rng):
    first, second = model(compare, 2, 3), model(compare, 2, 3)
    x = rng.normal((2, 4, 2))
    first(x)
    second(x)
    first(rng.normal((3, 5, 2)))
    first(x, guards=("fresh", "repeatable"))


def cell(bias):
    """Of an LSTM layer of one unit with these biases of i, f, g, o, from states of 0: a function of what enters g."""
    i, _, g, o = bias

    def hidden(x):
        return np.tanh(np.tanh(x + g) / (1 + np.exp(-i))) / (1 + np.exp(-o))

    return hidden


# One unit and one time, so each row has one coin. 4096 coins of 0.2 have a rate with a standard deviation of 0.00625:
# the bound is 6 of them, crossed once in 5e8 draws. Coins of two calls agree in a share of 0.68 +- 0.0073.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("In training a fifth of what the second layer gets is dropped, and nothing else.")
def test_dropout(candidate):
    bias, zeros = np.array([3, 0, 1, 3], np.float32), np.zeros((4, 1), np.float32)
    state = {f"lstm.weight_{part}_l{i}": zeros for i in (0, 1) for part in ("ih", "hh")}
    state |= {f"lstm.bias_hh_l{i}": zeros[:, 0] for i in (0, 1)}
    state |= {"lstm.bias_ih_l0": bias, "lstm.bias_ih_l1": np.array([3, 0, 0, 3], np.float32)}
    state |= {"lstm.weight_ih_l1": np.array([[0], [0], [1], [0]], np.float32)}
    state |= {"fc.weight": np.ones((1, 1), np.float32), "fc.bias": np.zeros(1, np.float32)}
    layer = candidate.new("StockPredictor", 1, 1, state=state)
    layer.train()
    x = np.zeros((4096, 1, 1), np.float32)
    first, second = layer(x)[:, 0], layer(x)[:, 0]
    due = cell([3, 0, 0, 3])(cell(bias)(0.0) / 0.8)
    for y in (first, second):
        dropped = y < due / 2
        assert abs(dropped.mean() - 0.2) < 0.0375
        assert np.abs(y - np.where(dropped, 0, due)).max() < 1e-5
    assert abs(np.mean((first < due / 2) == (second < due / 2)) - 0.68) < 0.044
    layer.eval()
    assert np.abs(layer(x) - cell([3, 0, 0, 3])(cell(bias)(0.0))).max() < 1e-5


@pytest.mark.timed
@pytest.mark.hint("Use torch.nn.LSTM, or treat all rows and gates together.")
def test_runtime(timed, rng):
    layer = timed.new("StockPredictor", 8, 64)
    layer.eval()
    timed(layer, lambda: (rng.normal((32, 20, 8)),))
