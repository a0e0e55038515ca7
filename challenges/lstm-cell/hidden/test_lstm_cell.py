"""One LSTM step: outputs and gradients over shapes and scales, chains of twenty, and that nothing is remembered."""

import numpy as np
import pytest

SHAPES = [(3, 5, 4), (2, 3, 8), (5, 7, 3)]
EDGES = [(1, 6, 2), (4, 1, 3), (3, 2, 1), (1, 1, 1), (4, 4, 4), (8, 8, 2)]


def draw(rng, batch, input_size, hidden_size, scale=1.0):
    """An input (B, input_size) and two states (B, H)."""
    h, c = rng.normal((batch, hidden_size), count=2, scale=scale)
    return rng.normal((batch, input_size), scale=scale), (h, c)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: four chunks, in the order i, f, g, o.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    layer = compare.new("LSTM_Cell", *shape[1:])
    layer(*draw(rng, *shape))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    layer = compare.new("LSTM_Cell", *shape[1:])
    layer(*draw(rng, *shape))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach the input, both states and all four parameters.")
@pytest.mark.parametrize("shape", [*SHAPES, (1, 6, 2), (3, 2, 1)])
def test_gradients(compare, rng, shape):
    layer = compare.new("LSTM_Cell", *shape[1:])
    layer(*draw(rng, *shape), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("The first step of a sequence starts from states of zeros.")
def test_states_of_zeros(compare, rng):
    layer = compare.new("LSTM_Cell", 4, 6)
    zeros = np.zeros((3, 6), np.float32)
    layer(rng.normal((3, 4)), (zeros, zeros.copy()), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Small inputs have small gradients, and they count.")
def test_tiny_inputs(compare, rng):
    layer = compare.new("LSTM_Cell", 5, 6)
    layer(*draw(rng, 4, 5, 6, scale=1e-4), gradients=True)


# Outputs only: with every gate at its end the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("The numbers before the gates may be in the thousands: sigmoid and tanh are well defined there.")
@pytest.mark.parametrize("scale", [1e4, 300.0])
def test_large_inputs(compare, rng, scale):
    layer = compare.new("LSTM_Cell", 5, 6)
    layer(*draw(rng, 4, 5, 6, scale=scale))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Where a gate is at its end its gradient is 0, not NaN; the units beside it learn on.")
def test_gradients_beside_saturated_units(compare, rng):
    bias = rng.normal((4, 6))
    bias[:, 3:] += 2000 * np.sign(rng.normal((4, 3)))
    layer = compare.new("LSTM_Cell", 5, 6, state={"i2h.bias": bias.reshape(24)})
    layer(*draw(rng, 4, 5, 6), gradients=True)


@pytest.mark.aspect("gradients")
@pytest.mark.hint("A gate that is nearly open or nearly closed still learns, slowly: its gradient is small, not 0.")
@pytest.mark.parametrize("gate", [0, 1, 3])
@pytest.mark.parametrize("middle", [-8, 8])
def test_gradients_of_a_gate_near_its_end(compare, rng, gate, middle):
    bias = rng.normal((16,))
    bias[4 * gate : 4 * gate + 4] = middle
    layer = compare.new("LSTM_Cell", 3, 4, state={"i2h.bias": bias})
    layer(*draw(rng, 5, 3, 4), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("The cell state may be large: it is neither clipped nor bounded, only what is shown of it is.")
@pytest.mark.parametrize("scale", [3.0, 50.0, 3000.0])
def test_large_cell_states(compare, rng, scale):
    layer = compare.new("LSTM_Cell", 3, 5)
    x, (h, c) = draw(rng, 4, 3, 5)
    layer(x, (h, scale * c), gradients=True)


@pytest.mark.hint("Each gate has its own numbers; none is the complement of another, and nothing is added to one.")
@pytest.mark.parametrize("gate", [0, 1, 3])
def test_one_gate_nearly_closed(compare, rng, gate):
    bias = rng.normal((16,))
    bias[4 * gate : 4 * gate + 4] = -4
    layer = compare.new("LSTM_Cell", 3, 4, state={"i2h.bias": bias})
    layer(*draw(rng, 5, 3, 4))


@pytest.mark.points(3)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("Chain the cell by hand for two steps: the states that come out must be those that go in next.")
@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 2, 3)])
def test_twenty_steps(compare, rng, shape):
    layer = compare.new("LSTM_Cell", *shape[1:])
    h, c = rng.normal((shape[0], shape[2]), count=2)
    compare.probe("chain", layer, rng.normal((20, *shape[:2])), h, c)


@pytest.mark.aspect("gradients")
@pytest.mark.points(3)
@pytest.mark.depends("test_outputs", "test_gradients")
@pytest.mark.hint("The gradient of a late step must reach the first input, through h and through c.")
@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 2, 3)])
def test_gradients_through_twenty_steps(compare, rng, shape):
    layer = compare.new("LSTM_Cell", *shape[1:])
    h, c = rng.normal((shape[0], shape[2]), count=2)
    compare.probe("chain", layer, rng.normal((20, *shape[:2])), h, c, gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.hint("A result may depend on the parameters and the arguments only, not on earlier calls.")
def test_nothing_is_remembered(compare, rng):
    layer = compare.new("LSTM_Cell", 3, 4)
    x, state = draw(rng, 2, 3, 4)
    layer(x, state)
    layer(x, state)
    layer(*draw(rng, 2, 3, 4))
    layer(*draw(rng, 5, 3, 4))
    zeros = np.zeros((5, 4), np.float32)
    layer(rng.normal((5, 3)), (zeros, zeros.copy()))


@pytest.mark.aspect("state")
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("Two objects have parameters and states of their own.")
def test_objects_are_independent(compare, rng):
    first, second = compare.new("LSTM_Cell", 3, 4), compare.new("LSTM_Cell", 3, 4)
    h, c = rng.normal((2, 4), count=2)
    compare.probe("two_chains", first, second, rng.normal((4, 2, 3)), h, c)


@pytest.mark.aspect("state")
@pytest.mark.hint("train() and eval() make no difference here.")
def test_modes_are_alike(compare, rng):
    layer = compare.new("LSTM_Cell", 6, 16)
    layer.train()
    layer(*draw(rng, 3, 6, 16))
    layer.eval()
    layer(*draw(rng, 3, 6, 16), gradients=True)


@pytest.mark.timed
@pytest.mark.hint("Treat all rows and all gates together, as one matrix product for each of the two matrices.")
def test_runtime(timed, rng):
    layer = timed.new("LSTM_Cell", 256, 256)
    timed(layer, lambda: draw(rng, 128, 256, 256))
