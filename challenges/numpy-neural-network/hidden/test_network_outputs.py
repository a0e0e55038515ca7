"""Probabilities, at all depths and scales."""

import numpy as np
import pytest

NETWORKS = [
    ([4, 8, 3], 5),
    ([3, 7, 5, 2], 1),
    ([6, 4], 9),
    ([1, 3, 2], 4),
    ([5, 1, 4], 24),  # so many rows that the one unit is on in some
    ([4, 6, 6, 5, 6, 3], 7),
    ([40, 33, 5], 6),
]


def state_of(rng, sizes, last=1.0):
    """Weights of the usual size and biases about as large; those of the last layer times `last`."""
    state = {}
    for i, (fan_in, fan_out) in enumerate(zip(sizes[:-1], sizes[1:])):
        factor = last if i == len(sizes) - 2 else 1.0
        state[f"W.{i}"] = rng.normal((fan_in, fan_out), scale=factor * (2 / fan_in) ** 0.5)
        state[f"b.{i}"] = rng.normal((fan_out,), scale=0.3 * factor)
    return state


@pytest.mark.points(2)
@pytest.mark.parametrize(("sizes", "batch"), NETWORKS)
def test_forward(compare, rng, sizes, batch):
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    network.forward(rng.normal((batch, sizes[0])))


@pytest.mark.aspect("numerical stability")
@pytest.mark.parametrize("scale", [1e4, 1e-5])
def test_scale_of_inputs(compare, rng, scale):
    network = compare.new("NeuralNetwork", [5, 9, 4], state=state_of(rng, [5, 9, 4]))
    network.forward(rng.normal((6, 5), scale=scale))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("exp overflows beyond 88. Taking the same number off all logits of a row changes nothing.")
@pytest.mark.parametrize("last", [100.0, 1e4])
def test_large_logits(compare, rng, last):
    network = compare.new("NeuralNetwork", [4, 6, 5], state=state_of(rng, [4, 6, 5], last=last))
    network.forward(rng.normal((8, 4)))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("All logits of a row may be far below zero, and rows may differ a lot: each row has its own maximum.")
def test_logits_of_very_different_rows(compare, rng):
    state = state_of(rng, [4, 6, 5])
    state["b.1"] = state["b.1"] - np.float32(1000.0)
    network = compare.new("NeuralNetwork", [4, 6, 5], state=state)
    x = rng.normal((9, 4)) * np.float32([[1], [1e-3], [1e3], [1], [1e4], [10], [1], [100], [1e2]])
    network.forward(x)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Each row of forward is a probability distribution.")
def test_rows_sum_to_one(compare, rng):
    network = compare.new("NeuralNetwork", [7, 11, 6], state=state_of(rng, [7, 11, 6]))
    p = network.forward(rng.normal((20, 7)))
    assert np.abs(p.sum(axis=1, dtype=np.float64) - 1).max() < 1e-5


@pytest.mark.aspect("state")
@pytest.mark.hint("Two networks must not share weights, gradients or anything else.")
def test_two_networks(compare, rng):
    sizes, other_sizes = [4, 6, 3], [4, 5, 6, 3]
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    other = compare.new("NeuralNetwork", other_sizes, state=state_of(rng, other_sizes))
    x = rng.normal((5, 4))
    network.forward(x)
    other.forward(x)
    network.forward(x)


@pytest.mark.aspect("state")
@pytest.mark.depends("test_forward")
@pytest.mark.hint("Two networks must not share weights, also where their layers have the same sizes.")
def test_two_networks_of_the_same_sizes(compare, rng):
    sizes = [4, 6, 3]
    network, other = (compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes)) for _ in range(2))
    x = rng.normal((5, 4))
    network.forward(x)
    other.forward(x)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A batch may have any number of rows.")
def test_many_rows(compare, rng):
    network = compare.new("NeuralNetwork", [6, 10, 8], state=state_of(rng, [6, 10, 8]))
    network.forward(rng.normal((150, 6)))
