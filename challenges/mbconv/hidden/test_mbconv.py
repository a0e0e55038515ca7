"""A mobile inverted bottleneck: outputs, gradients and running statistics, in both modes."""

import pytest

# in_channels, out_channels, kernel_size, stride, expand_ratio, N, H, W
PLAIN = (4, 4, 3, 1, 4, 2, 5, 4)  # with x added
OTHERS = [(4, 6, 5, 2, 8, 2, 5, 7), (3, 3, 3, 2, 6, 2, 4, 3), (5, 2, 3, 1, 3.5, 2, 3, 4)]
EDGES = [(16, 16, 3, 1, 1, 1, 3, 2), (20, 4, 1, 1, 1, 2, 2, 2), (1, 1, 3, 1, 16, 2, 1, 3), (4, 4, 3, 3, 4, 1, 4, 5)]
BUFFERS = [f"{name}.running_{part}" for name in ("bn1", "bn2", "bn3") for part in ("mean", "var")]


def block(compare, rng, channels, width, size, stride, ratio, **state):
    """A block whose running variances are ordinary numbers."""
    inner = (int(channels * ratio),)
    state |= {f"bn{i}.running_var": rng.uniform(inner, 0.5, 2.0) for i in (1, 2)}
    state["bn3.running_var"] = rng.uniform((width,), 0.5, 2.0)
    return compare.new("MBConv", channels, width, size, stride, ratio, state=state)


def draw(rng, shape, **options):
    return rng.normal((shape[5], shape[0], *shape[6:]), **options)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the definition line by line. x is added only if channels and stride allow it.")
@pytest.mark.parametrize("shape", [PLAIN, *OTHERS])
def test_evaluation_output(compare, rng, shape):
    layer = block(compare, rng, *shape[:5])
    layer.eval()
    layer(draw(rng, shape))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients flow through the gates as well as through the channels that they scale.")
@pytest.mark.parametrize("shape", [PLAIN, *OTHERS[:2]])
def test_evaluation_gradients(compare, rng, shape):
    layer = block(compare, rng, *shape[:5])
    layer.eval()
    layer(draw(rng, shape), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A ratio of 1 changes nothing in the order of layers, and sizes of 1 need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_sizes(compare, rng, shape):
    layer = block(compare, rng, *shape[:5])
    layer.eval()
    layer(draw(rng, shape))


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("In training the batch's own statistics are used, and the running ones follow with momentum 0.1.")
@pytest.mark.parametrize("shape", [PLAIN, OTHERS[0]])
def test_training(compare, rng, shape):
    layer = block(compare, rng, *shape[:5])
    layer.train()
    for _ in range(2):
        layer(draw(rng, shape, scale=2, shift=1))
        layer.compare_state(BUFFERS)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("In training gradients also flow through the batch's mean and variance.")
def test_training_gradients(compare, rng):
    layer = block(compare, rng, *PLAIN[:5])
    layer.train()
    layer(draw(rng, PLAIN), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Both activations inside the block end at 6.")
@pytest.mark.parametrize("name", ["bn1", "bn2"])
def test_six(compare, rng, name):
    layer = block(compare, rng, *PLAIN[:5], **{f"{name}.weight": rng.uniform((16,), 5.0, 9.0)})
    layer.eval()
    layer(draw(rng, PLAIN, scale=2), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large or very small.")
@pytest.mark.parametrize("scale", [1e4, 1e-3])
def test_scales(compare, rng, scale):
    layer = block(compare, rng, *PLAIN[:5])
    layer.eval()
    layer(draw(rng, PLAIN, scale=scale))


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Where a running variance is tiny, eps counts: it is added under the root.")
def test_tiny_variance(compare, rng):
    state = {f"bn{i}.running_var": rng.uniform((16,), 1e-6, 1e-5) for i in (1, 2)}
    state["bn3.running_var"] = rng.uniform((4,), 1e-6, 1e-5)
    layer = compare.new("MBConv", *PLAIN[:5], state=state)
    layer.eval()
    layer(draw(rng, PLAIN, scale=1e-2))


@pytest.mark.aspect("state")
@pytest.mark.hint("Evaluation leaves the running statistics alone, and two objects share nothing.")
def test_objects_and_modes(compare, rng):
    first, second = block(compare, rng, *PLAIN[:5]), block(compare, rng, *PLAIN[:5])
    x = draw(rng, PLAIN)
    first.train()
    first(x)
    second.eval()
    second(x)
    first.eval()
    first(x, guards=("fresh", "repeatable"))
    first.compare_state(BUFFERS)
    second.compare_state(BUFFERS)


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's convolutions; groups make one of them depthwise.")
def test_runtime(timed, rng):
    layer = timed.new("MBConv", 16, 16, 3, 1, 4)
    layer.eval()
    timed(layer, lambda: (rng.normal((4, 16, 24, 24)),))
