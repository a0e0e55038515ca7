"""A residual block: outputs, gradients and running statistics, in both modes, over shapes and strides."""

import pytest

# in_channels, out_channels, stride, N, H, W
SHAPES = [(3, 3, 1, 2, 5, 4), (2, 4, 1, 2, 3, 5), (3, 3, 2, 2, 6, 5), (2, 3, 2, 3, 5, 7)]
EDGES = [(1, 1, 1, 1, 3, 2), (1, 2, 3, 2, 4, 7), (2, 1, 1, 1, 1, 1), (2, 2, 2, 1, 1, 3)]


def block(compare, rng, channels, width, stride, **state):
    """A block whose running variances are ordinary numbers."""
    names = ["bn1", "bn2"] + ["shortcut.1"] * (stride != 1 or channels != width)
    state |= {f"{name}.running_var": rng.uniform((width,), 0.5, 2.0) for name in names}
    return compare.new("ResidualBlock", channels, width, stride, state=state)


def buffers(channels, width, stride):
    names = ["bn1", "bn2"] + ["shortcut.1"] * (stride != 1 or channels != width)
    return [f"{name}.running_{part}" for name in names for part in ("mean", "var")]


@pytest.mark.points(2)
@pytest.mark.hint("Go through the definition line by line: the input is added before the last ReLU.")
@pytest.mark.parametrize("shape", SHAPES)
def test_evaluation_output(compare, rng, shape):
    layer = block(compare, rng, *shape[:3])
    layer.eval()
    layer(rng.normal((shape[3], shape[0], *shape[4:])))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients go through both convolutions and round them.")
@pytest.mark.parametrize("shape", SHAPES)
def test_evaluation_gradients(compare, rng, shape):
    layer = block(compare, rng, *shape[:3])
    layer.eval()
    layer(rng.normal((shape[3], shape[0], *shape[4:])), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1 and larger strides need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_sizes(compare, rng, shape):
    bias = rng.uniform(shape[1:2], 4.0, 5.0)  # few numbers, and so not all of them end at 0
    layer = block(compare, rng, *shape[:3], **{"bn2.bias": bias})
    layer.eval()
    layer(rng.normal((shape[3], shape[0], *shape[4:])))


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("In training the batch's own statistics are used, and the running ones follow with momentum 0.1.")
@pytest.mark.parametrize("shape", SHAPES)
def test_training(compare, rng, shape):
    layer = block(compare, rng, *shape[:3])
    layer.train()
    for _ in range(2):
        layer(rng.normal((shape[3], shape[0], *shape[4:]), scale=2, shift=1))
        layer.compare_state(buffers(*shape[:3]))


@pytest.mark.aspect("gradients")
@pytest.mark.hint("In training gradients also flow through the batch's mean and variance.")
@pytest.mark.parametrize("shape", [SHAPES[0], SHAPES[3]])
def test_training_gradients(compare, rng, shape):
    layer = block(compare, rng, *shape[:3])
    layer.train()
    layer(rng.normal((shape[3], shape[0], *shape[4:])), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large or very small. The shortcut hands them on as they are.")
@pytest.mark.parametrize("scale", [1e4, 1e-3])
def test_scales(compare, rng, scale):
    layer = block(compare, rng, 2, 2, 1, **{"bn2.bias": rng.uniform((2,), 4.0, 5.0)})
    layer.eval()
    layer(rng.normal((2, 2, 4, 3), scale=scale), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Where a running variance is tiny, eps counts: it is added under the root.")
def test_tiny_variance(compare, rng):
    tiny = rng.uniform((3,), 1e-6, 1e-5)
    names = ("bn1", "bn2", "shortcut.1")
    layer = compare.new("ResidualBlock", 2, 3, 1, state={f"{name}.running_var": tiny for name in names})
    layer.eval()
    layer(rng.normal((2, 2, 3, 4)))


@pytest.mark.aspect("state")
@pytest.mark.hint("Evaluation leaves the running statistics alone, and two objects share nothing.")
def test_objects_and_modes(compare, rng):
    first, second = block(compare, rng, 2, 2, 1), block(compare, rng, 2, 2, 1)
    x = rng.normal((3, 2, 4, 3))
    first.train()
    first(x)
    second.eval()
    second(x)
    first.eval()
    first(x, guards=("fresh", "repeatable"))
    first.compare_state(buffers(2, 2, 1))
    second.compare_state(buffers(2, 2, 1))


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's convolutions.")
def test_runtime(timed, rng):
    timed(timed.new("ResidualBlock", 16, 32, 2), lambda: (rng.normal((4, 16, 32, 32)),))
