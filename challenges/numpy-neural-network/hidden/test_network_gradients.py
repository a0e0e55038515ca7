"""The gradients that backward returns; a wrong one is wrong_gradient."""

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


def inputs_for(rng, state, batch, scale=1.0):
    """x (batch, features) that leaves no hidden unit so close to zero that rounding decides about its derivative."""
    width = len(state["W.0"])
    x = rng.normal((batch, width), scale=scale)
    while (rows := at_a_kink(state, x)).any():
        x[rows] = rng.normal((int(rows.sum()), width), scale=scale)
    return x


def at_a_kink(state, x):
    """Which rows of x bring some hidden unit to within 1e-5 of zero, measured by the largest unit."""
    inputs, found = x.astype(np.float64), np.zeros(len(x), dtype=bool)
    for i in range(len(state) // 2 - 1):
        z = inputs @ state[f"W.{i}"] + state[f"b.{i}"]
        found |= (np.abs(z) < 1e-5 * np.abs(z).max()).any(axis=1)
        inputs = np.maximum(z, 0)
    return found


@pytest.mark.aspect("gradients")
@pytest.mark.points(3)
@pytest.mark.hint("Work out the gradients of the statement's example by hand. Is the loss a mean over the batch?")
@pytest.mark.depends("test_forward")
@pytest.mark.parametrize(("sizes", "batch"), NETWORKS)
def test_backward(compare, rng, sizes, batch):
    state = state_of(rng, sizes)
    network = compare.new("NeuralNetwork", sizes, state=state)
    network.backward(inputs_for(rng, state, batch), rng.integers((batch,), 0, sizes[-1]), verdict="wrong_gradient")


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_forward", "test_scale_of_inputs")
@pytest.mark.parametrize("scale", [1e4, 1e-5])
def test_backward_at_other_scales(compare, rng, scale):
    state = state_of(rng, [5, 9, 4])
    network = compare.new("NeuralNetwork", [5, 9, 4], state=state)
    network.backward(inputs_for(rng, state, 6, scale), rng.integers((6,), 0, 4), verdict="wrong_gradient")


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_forward", "test_large_logits")
@pytest.mark.parametrize("last", [30.0, 1e4])
def test_backward_with_large_logits(compare, rng, last):
    state = state_of(rng, [4, 6, 5], last=last)
    network = compare.new("NeuralNetwork", [4, 6, 5], state=state)
    network.backward(inputs_for(rng, state, 16), rng.integers((16,), 0, 5), verdict="wrong_gradient")


@pytest.mark.aspect("edge cases")
@pytest.mark.depends("test_forward")
@pytest.mark.hint("The derivative of ReLU at exactly 0 is 0.")
def test_units_at_exactly_zero(compare, rng):
    state = state_of(rng, [4, 6, 5, 3])
    state["W.0"][:, 2:4], state["b.0"][2:4] = 0, 0
    network = compare.new("NeuralNetwork", [4, 6, 5, 3], state=state)
    network.backward(rng.normal((7, 4)), rng.integers((7,), 0, 3), verdict="wrong_gradient")


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.depends("test_forward", "test_backward")
@pytest.mark.hint(
    "backward(x, y) is about its own x: it runs a forward of its own and adds nothing to earlier gradients."
)
def test_backward_stands_on_its_own(compare, rng):
    state = state_of(rng, [4, 6, 3])
    network = compare.new("NeuralNetwork", [4, 6, 3], state=state)
    x, other = inputs_for(rng, state, 5), inputs_for(rng, state, 5, scale=3.0)
    y = rng.integers((5,), 0, 3)
    network.forward(other)
    network.backward(x, y, verdict="wrong_gradient")
    network.forward(other)
    network.backward(x, y, verdict="wrong_gradient")
    network.backward(other[:2], y[:2], verdict="wrong_gradient")


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_forward", "test_backward_stands_on_its_own")
@pytest.mark.hint("backward uses the weights as they are now, not those before the last step.")
def test_backward_after_a_step(compare, rng):
    state, later = state_of(rng, [4, 6, 3]), state_of(rng, [4, 6, 3])
    network = compare.new("NeuralNetwork", [4, 6, 3], state=state)
    network.backward(inputs_for(rng, state, 5), rng.integers((5,), 0, 3), verdict="wrong_gradient")
    network.step(0.1)
    network.set_state(later)
    network.backward(inputs_for(rng, later, 5), rng.integers((5,), 0, 3), verdict="wrong_gradient")


@pytest.mark.aspect("edge cases")
@pytest.mark.depends("test_forward", "test_backward")
def test_labels_that_all_agree(compare, rng):
    state = state_of(rng, [4, 6, 3])
    network = compare.new("NeuralNetwork", [4, 6, 3], state=state)
    network.backward(inputs_for(rng, state, 8), np.full(8, rng.choice(range(3))), verdict="wrong_gradient")


@pytest.mark.timed
@pytest.mark.hint("Let matrix products do the work: no loop over single numbers.")
def test_runtime(timed, rng):
    sizes = [64, 256, 256, 10]
    state = state_of(rng, sizes)
    network = timed.new("NeuralNetwork", sizes, state=state)
    timed.probe("learn", lambda: (network, inputs_for(rng, state, 256), rng.integers((256,), 0, 10)))
