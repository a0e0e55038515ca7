"""Batch normalisation: outputs, gradients and buffers, in both modes, over shapes and scales."""

import numpy as np
import pytest

FLAT = [(6, 3), (17, 5), (3, 1)]
SEQUENCES = [(3, 4, 7), (5, 2, 3), (1, 3, 6), (6, 3, 1), (3, 4, 4), (4, 4, 4)]


@pytest.mark.points(2)
@pytest.mark.hint(
    "In training, mean and variance are the batch's own: go through the example of the statement by hand."
)
@pytest.mark.parametrize("shape", FLAT)
def test_training_output(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1])
    layer.train()
    layer(rng.normal(shape, scale=2, shift=1))


@pytest.mark.points(2)
@pytest.mark.hint("For (N, C, L) a channel's statistics are taken over N and L together.")
@pytest.mark.parametrize("shape", SEQUENCES)
def test_training_output_of_sequences(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1])
    layer.train()
    layer(rng.normal(shape, scale=2, shift=1))


@pytest.mark.points(2)
@pytest.mark.hint(
    "In evaluation the running statistics are used, whatever the batch is; a batch of one row is allowed."
)
@pytest.mark.parametrize("shape", [(6, 3), (1, 5), (3, 4, 7), (1, 2, 1)])
def test_evaluation_output(compare, rng, shape):
    state = {"running_mean": rng.normal(shape[1:2]), "running_var": rng.uniform(shape[1:2], 0.3, 3.0)}
    layer = compare.new("BatchNorm1d", shape[1], state=state)
    layer.eval()
    layer(rng.normal(shape, scale=2, shift=1))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("In training the gradient also flows through the batch's mean and variance.")
@pytest.mark.parametrize("shape", [(6, 3), (17, 5), (3, 4, 7), (1, 3, 6)])
def test_training_gradients(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1])
    layer.train()
    layer(rng.normal(shape, scale=2, shift=1), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("In evaluation the statistics are constants: the gradient is that of a scale and a shift.")
@pytest.mark.parametrize("shape", [(6, 3), (1, 5), (3, 4, 7)])
def test_evaluation_gradients(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1], state={"running_var": rng.uniform(shape[1:2], 0.3, 3.0)})
    layer.eval()
    layer(rng.normal(shape), gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint(
    "running_var takes the unbiased variance, with n - 1 where n = N * L; momentum is the new batch's share."
)
@pytest.mark.parametrize("shape", [(4, 3), (2, 2), (2, 3, 2), (3, 2, 5)])
def test_buffers_after_batches(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1])
    layer.train()
    for scale in (1.0, 3.0, 0.5, 2.0):
        layer(rng.normal(shape, scale=scale, shift=2))
        layer.compare_state()


@pytest.mark.aspect("state")
@pytest.mark.hint("Evaluation uses the buffers and leaves them as they are; training goes on from there.")
def test_modes_take_turns(compare, rng):
    layer = compare.new("BatchNorm1d", 3)
    for training in (True, False, False, True, False):
        layer.train() if training else layer.eval()
        layer(rng.normal((5, 3), scale=3, shift=1), gradients=True)
        layer.compare_state()


@pytest.mark.hint("eps and momentum come from the constructor.")
@pytest.mark.parametrize(("eps", "momentum"), [(0.5, 0.1), (1e-5, 0.7), (1e-3, 1.0), (1e-2, 0.0)])
def test_options(compare, rng, eps, momentum):
    layer = compare.new("BatchNorm1d", 3, eps=eps, momentum=momentum)
    layer.train()
    layer(rng.normal((7, 3)), gradients=True)
    layer.compare_state()
    layer.eval()
    layer(rng.normal((7, 3)))


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("eps is added to the variance, under the root. Where the variance is smaller than eps that shows.")
@pytest.mark.parametrize(("scale", "shift"), [(1e-3, 0.0), (3e-3, 1.0)])
def test_tiny_variance(compare, rng, scale, shift):
    layer = compare.new("BatchNorm1d", 4)
    layer.train()
    layer(rng.normal((12, 4), scale=scale, shift=shift), gradients=True)
    layer.compare_state()


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("A channel may be constant over the batch: its variance is 0, and the result is beta.")
def test_constant_channel(compare, rng):
    x = rng.normal((9, 3))
    x[:, 1] = 0.75
    layer = compare.new("BatchNorm1d", 3)
    layer.train()
    layer(x, gradients=True)
    layer.compare_state()


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint(
    "With a mean far larger than the spread, mean(x * x) - mean(x) ** 2 has nothing left of the variance."
)
@pytest.mark.parametrize("shape", [(32, 3), (8, 2, 5)])
def test_large_mean(compare, rng, shape):
    layer = compare.new("BatchNorm1d", shape[1])
    layer.train()
    layer(rng.normal(shape, shift=5000), gradients=True)
    layer.compare_state()


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Inputs may be very large; squares of them must not overflow.")
def test_large_scale(compare, rng):
    layer = compare.new("BatchNorm1d", 4)
    layer.train()
    layer(rng.normal((10, 4), scale=1e4, shift=-2e4), gradients=True)
    layer.compare_state()


@pytest.mark.aspect("gradients")
@pytest.mark.hint("Small gradients count as much as large ones, and large ones are not clipped.")
@pytest.mark.parametrize("scale", [1e-6, 1e4])
def test_size_of_gradients(compare, rng, scale):
    layer = compare.new("BatchNorm1d", 4, state={"gamma": rng.normal((4,), scale=scale)})
    layer.train()
    layer(rng.normal((11, 4)), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("A big batch needs no more memory than a few copies of it.")
def test_big_batch(compare, rng):
    layer = compare.new("BatchNorm1d", 2)
    layer.train()
    y = layer(rng.normal((8192, 2), scale=3, shift=5))
    layer.compare_state()
    assert np.isfinite(y).all()


@pytest.mark.aspect("state")
@pytest.mark.hint("A new layer has gamma 1, beta 0, running_mean 0 and running_var 1, each of length num_features.")
@pytest.mark.parametrize("num_features", [1, 5])
def test_initial_state(compare, num_features):
    compare.probe("initial_state", num_features)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two layers share nothing: the one that was not trained keeps its first buffers.")
def test_layers_are_independent(compare, rng):
    compare.probe("two_layers", 3, rng.normal((4, 6, 3), scale=2, shift=3))


@pytest.mark.aspect("gradients")
@pytest.mark.depends("test_training_gradients", "test_evaluation_gradients")
@pytest.mark.hint("A batch that was learned from must leave nothing of its graph behind in the buffers.")
def test_learning_then_evaluating(compare, rng):
    compare.probe("learn_then_evaluate", 3, rng.normal((3, 6, 3)), rng.normal((6, 3)), verdict="wrong_gradient")


@pytest.mark.timed
@pytest.mark.hint("Treat all channels together, with reductions over the other dimensions.")
def test_runtime(timed, rng):
    layer = timed.new("BatchNorm1d", 64)
    timed(layer, lambda: (rng.normal((256, 64, 32)),))
