"""Padding and mask: lengths, padding values, dtypes."""

import numpy as np
import pytest

LENGTHS = [(3, 5, 1), (4,), (2, 2, 2), (1, 7, 3, 7, 2)]


def tokens(rng, lengths, low=1, high=100):
    """One int64 sequence for each length."""
    return [rng.integers((length,), low, high) for length in lengths]


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement: real elements come first, filling follows.")
@pytest.mark.parametrize("lengths", LENGTHS)
def test_lengths(compare, rng, lengths):
    compare("pad_and_mask", tokens(rng, lengths))


@pytest.mark.points(2)
@pytest.mark.hint("The padding value comes from the caller.")
@pytest.mark.parametrize("value", [-1, -100, 7])
def test_padding_value(compare, rng, value):
    compare("pad_and_mask", tokens(rng, (2, 6, 4)), value)
    compare("pad_and_mask", tokens(rng, (5, 1)), padding_value=value)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(3)
@pytest.mark.hint("The mask follows from the lengths: a real element may be equal to the padding value.")
@pytest.mark.parametrize("value", [0, 3, -1])
def test_padding_value_among_the_elements(compare, rng, value):
    sequences = tokens(rng, (4, 6, 2, 5), -1, 4)
    for sequence in sequences:
        sequence[-1] = value
    compare("pad_and_mask", sequences, padding_value=value)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("A sequence of length 0 is a row of filling; wherever it stands.")
@pytest.mark.parametrize("lengths", [(0, 3, 2), (3, 0, 1), (2, 4, 0), (0, 0, 1)])
def test_empty_sequences(compare, rng, lengths):
    compare("pad_and_mask", tokens(rng, lengths), 9)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("If all sequences are empty, both results have the shape (B, 0).")
@pytest.mark.parametrize("count", [1, 3])
def test_nothing_but_empty_sequences(compare, rng, count):
    compare("pad_and_mask", tokens(rng, (0,) * count), values=False)


@pytest.mark.points(2)
@pytest.mark.hint("Floating sequences keep their dtype and every bit.")
@pytest.mark.parametrize("value", [0, -0.5, float("-inf")])
def test_floats(compare, rng, value):
    compare("pad_and_mask", [rng.normal((length,), scale=1e4) for length in (3, 6, 1)], value, guards=("fresh",))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("One sequence fills the batch: the results are a copy of it and a mask of True.")
def test_one_sequence(compare, rng):
    compare("pad_and_mask", [rng.normal((5,))], guards=("fresh",))


@pytest.mark.hint("The padded tensor has the dtype of the sequences, and the mask is bool.")
@pytest.mark.parametrize("dtype", ["int32", "uint8", "bool", "int64"])
def test_dtypes(compare, rng, dtype):
    sequences = [one.astype(dtype) for one in tokens(rng, (3, 1, 4), 0, 2)]
    compare("pad_and_mask", sequences)
    compare.probe("dtypes", sequences)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Integers are exact, large ones too: nothing may go through float32.")
def test_large_integers(compare, rng):
    compare("pad_and_mask", [one + np.int64(2**53) for one in tokens(rng, (4, 2, 3))], padding_value=2**40 + 1)


@pytest.mark.timed
@pytest.mark.hint("Copy a sequence at a time, not an element at a time.")
def test_runtime(timed, rng):
    timed("pad_and_mask", lambda: (tokens(rng, rng.integers((256,), 1, 65).tolist()),))
