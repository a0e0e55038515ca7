"""Linear, ReLU, linear: outputs and gradients over shapes and scales, and a few steps of training."""

import pytest

SHAPES = [(5, 4, 7, 3), (3, 6, 2, 5)]
EDGES = [(1, 5, 4, 3), (4, 1, 3, 2), (3, 4, 1, 2), (3, 5, 4, 1), (4, 4, 4, 4)]


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: linear, ReLU, linear, and nothing after that.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    compare.new("SimpleNN", *shape[1:])(rng.normal(shape[:2]))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach the input and all four parameters.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    compare.new("SimpleNN", *shape[1:])(rng.normal(shape[:2]), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    compare.new("SimpleNN", *shape[1:])(rng.normal(shape[:2]), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large or very small; nothing is bounded or rounded.")
@pytest.mark.parametrize("scale", [1e4, 1e-4])
def test_scales(compare, rng, scale):
    compare.new("SimpleNN", 5, 8, 3)(rng.normal((4, 5), scale=scale), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("ReLU's derivative at exactly 0 is 0.")
def test_relu_at_zero(compare, rng):
    bias = rng.normal((6,))
    bias[:4] = 0
    layer = compare.new("SimpleNN", 3, 6, 2, state={"fc1.bias": bias})
    x = rng.normal((4, 3))
    x[1:3] = 0
    compare.probe("gradients", layer, x, verdict="wrong_gradient")


@pytest.mark.aspect("state")
@pytest.mark.hint("Two objects have layers of their own, nothing is remembered, and train() and eval() are alike.")
def test_objects_modes_and_calls(compare, rng):
    first, second = compare.new("SimpleNN", 3, 16, 2), compare.new("SimpleNN", 3, 16, 2)
    x = rng.normal((4, 3))
    first.train()
    first(x)
    second.eval()
    second(x)
    first(rng.normal((4, 3)))
    first(x, guards=("fresh", "repeatable"))


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_outputs", "test_gradients")
@pytest.mark.hint("An optimizer that is given parameters() must train all four, from step to step.")
def test_training(compare, rng):
    model = compare.new("SimpleNN", 6, 9, 4)
    compare.probe("train", model, rng.normal((5, 8, 6)), rng.integers((5, 8), 0, 4))


@pytest.mark.timed
@pytest.mark.hint("Treat all rows together, as one matrix product for each layer.")
def test_runtime(timed, rng):
    timed(timed.new("SimpleNN", 256, 512, 10), lambda: (rng.normal((512, 256)),))
