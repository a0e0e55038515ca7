"""Gradient steps: only where outputs and gradients are right already."""

import pytest

RIGHT_BEFORE = ("test_forward", "test_backward", "test_backward_stands_on_its_own", "test_backward_after_a_step")


def state_of(rng, sizes):
    """Weights of the usual size and small biases, so that a step is large against them."""
    state = {}
    for i, (fan_in, fan_out) in enumerate(zip(sizes[:-1], sizes[1:])):
        state[f"W.{i}"] = rng.normal((fan_in, fan_out), scale=(2 / fan_in) ** 0.5)
        state[f"b.{i}"] = rng.normal((fan_out,), scale=0.1)
    return state


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends(*RIGHT_BEFORE)
@pytest.mark.hint("step subtracts lr times the gradient from every weight and every bias, and nothing else.")
@pytest.mark.parametrize(("sizes", "batch"), [([4, 8, 3], 5), ([3, 6, 5, 2], 1), ([5, 4], 7)])
def test_one_step(compare, rng, sizes, batch):
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    network.backward(rng.normal((batch, sizes[0])), rng.integers((batch,), 0, sizes[-1]), verdict="wrong_gradient")
    network.step(0.5)
    network.compare_state()


@pytest.mark.aspect("state")
@pytest.mark.points(3)
@pytest.mark.depends(*RIGHT_BEFORE, "test_one_step")
@pytest.mark.hint("Each step uses fresh gradients, at the weights as they are now.")
@pytest.mark.parametrize("steps", [2, 8])
def test_loss_after_steps(compare, rng, steps):
    sizes = [5, 9, 7, 4]
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    compare.probe("train", network, rng.normal((steps, 6, 5)), rng.integers((steps, 6), 0, 4), 0.2)
    network.compare_state()


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends(*RIGHT_BEFORE, "test_one_step")
@pytest.mark.hint(
    "step uses the gradients of the last backward only, also when forward was called since, and twice if asked."
)
def test_step_uses_the_last_backward(compare, rng):
    sizes = [4, 6, 3]
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    network.backward(rng.normal((5, 4)), rng.integers((5,), 0, 3), verdict="wrong_gradient")
    network.backward(rng.normal((3, 4)), rng.integers((3,), 0, 3), verdict="wrong_gradient")
    network.forward(rng.normal((7, 4)))
    network.step(0.5)
    network.compare_state()
    network.step(0.25)
    network.compare_state()


@pytest.mark.aspect("state")
@pytest.mark.depends(*RIGHT_BEFORE, "test_one_step")
@pytest.mark.hint("Training one network must leave another alone.")
def test_two_networks_in_training(compare, rng):
    sizes = [4, 5, 3]
    network = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    other = compare.new("NeuralNetwork", sizes, state=state_of(rng, sizes))
    network.backward(rng.normal((5, 4)), rng.integers((5,), 0, 3), verdict="wrong_gradient")
    other.backward(rng.normal((6, 4)), rng.integers((6,), 0, 3), verdict="wrong_gradient")
    network.step(0.5)
    network.compare_state()
    other.compare_state()
