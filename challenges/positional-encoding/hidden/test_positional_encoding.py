"""The table of a new module, and that it is added to the right positions."""

import numpy as np
import pytest


@pytest.mark.points(2)
@pytest.mark.hint("Columns come in pairs of one frequency, a sine and a cosine; the first position is 0.")
@pytest.mark.parametrize(("d_model", "max_len"), [(8, 12), (6, 128), (2, 5), (16, 16)])
def test_table(compare, d_model, max_len):
    compare.probe("table", d_model, max_len)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("If d_model is odd the last sine has no cosine beside it.")
@pytest.mark.parametrize(("d_model", "max_len"), [(7, 11), (1, 4), (3, 1), (2, 1)])
def test_odd_and_small_tables(compare, d_model, max_len):
    compare.probe("table", d_model, max_len)


# Honest float32 code is within 4e-4 at position 4999: a frequency has a relative error of some 1e-7, times the angle.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("The table has 5000 rows if nothing else is said, and late positions are exact, too.")
@pytest.mark.parametrize("d_model", [4, 9])
def test_long_table(candidate, d_model):
    found, _ = candidate.probe("table", d_model)
    position, column = np.arange(5000.0)[:, None], np.arange(d_model)
    angle = position / 10000.0 ** ((column - column % 2) / d_model)
    due = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    assert np.abs(found[0] - due).max() < 1e-3


@pytest.mark.points(2)
@pytest.mark.hint("Sequence b gets at position t the row t of the table, whatever b is.")
@pytest.mark.parametrize("shape", [(3, 5, 4), (6, 2, 7), (1, 9, 2), (4, 1, 3), (4, 4, 4)])
def test_outputs_of_new_modules(compare, rng, shape):
    compare.probe("encode", rng.normal(shape), 10)


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("forward adds the first L rows of the buffer pe, as state_dict() has it.")
@pytest.mark.parametrize("shape", [(2, 5, 6), (1, 8, 3), (3, 1, 1)])
def test_the_buffer_is_added(compare, rng, shape):
    layer = compare.new("PositionalEncoding", shape[2], 8)
    layer(rng.normal(shape), guards=("fresh",))
    layer(rng.normal((2, 3, shape[2])))
    layer.compare_state()


@pytest.mark.aspect("gradients")
@pytest.mark.hint("The gradient of x is that of a sum: it is handed on as it is.")
@pytest.mark.parametrize("shape", [(2, 5, 6), (1, 3, 5)])
def test_gradients(compare, rng, shape):
    compare.new("PositionalEncoding", shape[2], 6)(rng.normal(shape), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("x is not scaled, whether it is large or small.")
@pytest.mark.parametrize("scale", [1e4, 1e-4])
def test_scales(compare, rng, scale):
    compare.probe("encode", rng.normal((2, 4, 6), scale=scale), 6)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two objects have tables of their own, and train() and eval() are alike.")
def test_objects_and_modes(compare, rng):
    first, second = compare.new("PositionalEncoding", 12, 6), compare.new("PositionalEncoding", 12, 6)
    x = rng.normal((2, 4, 12))
    first.train()
    first(x)
    second(x)
    first.eval()
    first(x)


@pytest.mark.timed
@pytest.mark.hint("Make the table in the constructor, and add it to all positions at once.")
def test_runtime(timed, rng):
    timed(timed.new("PositionalEncoding", 128, 256), lambda: (rng.normal((16, 256, 128)),))
