"""Squeeze and excitation: outputs and gradients over shapes, reductions and scales."""

import pytest

# N, C, H, W, reduction: 7 // 3 and 9 // 4 are rounded down
SHAPES = [(2, 6, 4, 5, 2), (3, 7, 3, 2, 3), (2, 9, 5, 3, 4)]
EDGES = [(1, 4, 3, 3, 2), (2, 3, 1, 1, 3), (3, 1, 2, 4, 1), (4, 4, 4, 4, 1), (1, 1, 1, 1, 1), (2, 2, 1, 5, 2)]


def run(compare, rng, n, channels, height, width, reduction, scale=1.0, **options):
    layer = compare.new("SqueezeExcitation", channels, reduction)
    layer(rng.normal((n, channels, height, width), scale=scale), **options)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: mean, linear, ReLU, linear, sigmoid, product.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    run(compare, rng, *shape)


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("x counts twice: in the product and, through the mean, in the gates.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    run(compare, rng, *shape, gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    run(compare, rng, *shape)


@pytest.mark.hint("Without a second argument the reduction is 16.")
@pytest.mark.parametrize("channels", [32, 50])
def test_usual_reduction(compare, rng, channels):
    compare.new("SqueezeExcitation", channels)(rng.normal((2, channels, 3, 2)), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Small inputs have small differences, and they count.")
def test_tiny_inputs(compare, rng):
    run(compare, rng, 2, 6, 3, 4, 2, scale=1e-4, gradients=True)


# Outputs only: where a gate is at its end the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large: sigmoid is well defined there.")
@pytest.mark.parametrize("scale", [100.0, 1e4])
def test_large_inputs(compare, rng, scale):
    run(compare, rng, 2, 6, 3, 4, 2, scale=scale)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("A gate that is nearly open or closed still learns: it is a sigmoid, with no flat ends.")
@pytest.mark.parametrize("middle", [-6, 6])
def test_gates_near_their_ends(compare, rng, middle):
    layer = compare.new("SqueezeExcitation", 5, 2, state={"fc.2.bias": middle + rng.normal((5,))})
    layer(rng.normal((3, 5, 2, 3)), gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two objects have layers of their own, nothing is remembered, and train() and eval() are alike.")
def test_objects_modes_and_calls(compare, rng):
    first, second = compare.new("SqueezeExcitation", 6, 2), compare.new("SqueezeExcitation", 6, 2)
    x = rng.normal((2, 6, 3, 2))
    first.train()
    first(x)
    second.eval()
    second(x)
    first(rng.normal((2, 6, 3, 2)))
    first(x, guards=("fresh", "repeatable"))


@pytest.mark.timed
@pytest.mark.hint("Treat all images and channels together.")
def test_runtime(timed, rng):
    timed(timed.new("SqueezeExcitation", 64), lambda: (rng.normal((8, 64, 32, 32)),))
