"""What an error looks like, in words, and that no word holds a value."""

from __future__ import annotations

import numpy as np
import pytest

from judge.describe import describe

DRAW = np.random.default_rng(0)
TRUTH = DRAW.normal(size=(4, 5, 8))
SQUARE = DRAW.normal(size=(6, 6))
POSITIVE = DRAW.uniform(0.1, 3, size=(4, 5))
ALLOWED = 1e-5


def said(actual: np.ndarray, truth: np.ndarray = TRUTH, sizes: tuple[int, ...] = ()) -> str:
    return "; ".join(describe(np.asarray(actual, float), np.asarray(truth, float), ALLOWED, sizes))


@pytest.mark.parametrize(
    ("actual", "truth", "words"),
    [
        (TRUTH / np.sqrt(8), TRUTH, "about 0.354 = 1/sqrt(8) times what is due, everywhere"),
        (TRUTH * 2, TRUTH, "about 2 = 2 times what is due"),
        (TRUTH * 4 / 5, TRUTH, "about 0.8 = 4/5 times what is due"),
        (TRUTH * 5 / 4, TRUTH, "about 1.25 = 5/4 times what is due"),
        (-TRUTH, TRUTH, "the sign is wrong everywhere"),
        (TRUTH * 0.77, TRUTH, "off by one and the same factor everywhere"),
        (TRUTH * DRAW.uniform(1, 2, size=(4, 5, 1)), TRUTH, "each row along the last dimension is off by a factor"),
        (TRUTH + 0.3, TRUTH, "one and the same number is added everywhere"),
        (TRUTH + DRAW.normal(size=(4, 5, 1)), TRUTH, "the error is the same along the last dimension"),
        (TRUTH * 0, TRUTH, "it is zero everywhere"),
        (TRUTH * 0 + 3, TRUTH, "every element is the same number"),
        (TRUTH[::-1], TRUTH, "dimension 0 is reversed"),
        (np.roll(TRUTH, 1, 1), TRUTH, "dimension 1 is shifted by one"),
        (SQUARE.T, SQUARE, "dimensions 0 and 1 are swapped"),
        (DRAW.permutation(SQUARE.ravel()).reshape(6, 6), SQUARE, "the right numbers stand in the wrong order"),
        (POSITIVE**2, POSITIVE, "it is the square of what is due"),
        (np.sqrt(POSITIVE), POSITIVE, "it is the square root of what is due"),
        (1 - POSITIVE, POSITIVE, "it is 1 minus what is due"),
        (np.log(POSITIVE), POSITIVE, "it is the logarithm of what is due"),
        (np.exp(POSITIVE), POSITIVE, "it is the exponential of what is due"),
        (TRUTH.astype(np.float16), TRUTH, "right to about 3 digits only"),
    ],
)
def test_a_pattern_is_named(actual: np.ndarray, truth: np.ndarray, words: str) -> None:
    assert words in said(actual, truth)


def changed(where: object, by: float = 1.0) -> np.ndarray:
    """The truth with an irregular error at some places."""
    actual = SQUARE.copy()
    actual[where] += by * (1 + DRAW.uniform(size=actual[where].shape))  # type: ignore[index]
    return actual


ROWS, COLUMNS = np.indices((6, 6))


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((slice(None), -1), "what is wrong is in the last column only"),
        ((0, slice(None)), "what is wrong is in the first row only"),
        ((slice(None), 2), "in column 2 only, counted from 0"),
        ((slice(1, None), slice(None)), "everywhere but in the first row"),
        (COLUMNS > ROWS, "above the diagonal"),
        (COLUMNS < ROWS, "below the diagonal"),
        (COLUMNS == ROWS, "on the diagonal"),
        (COLUMNS != ROWS, "everywhere but on the diagonal"),
        (np.isin(np.arange(36), [0, 8, 15]).reshape(6, 6), "3 of 36 elements are wrong"),
        (slice(None), "every element is wrong"),
    ],
)
def test_a_place_is_named(where: object, words: str) -> None:
    assert words in said(changed(where), SQUARE)


def test_elements_that_are_not_finite_are_placed() -> None:
    actual = SQUARE.copy()
    actual[:, -1] = np.nan
    assert said(actual, SQUARE) == "what is not finite is in the last column only"


def test_a_size_of_the_inputs_names_a_factor() -> None:
    assert "1/sqrt(50)" not in said(TRUTH / np.sqrt(50))
    assert "about 0.141 = 1/sqrt(50) times" in said(TRUTH / np.sqrt(50), sizes=(50,))


def test_a_factor_that_is_no_plain_number_is_not_told() -> None:
    text = said(TRUTH * 0.7312)
    assert "0.73" not in text
    assert "same factor" in text


def test_the_factor_of_a_single_number_is_told_only_where_it_is_a_plain_one() -> None:
    assert said(np.array(0.7), np.array(1.9)) == ""
    assert "= 1/2 times" in said(np.array(0.95), np.array(1.9))


@pytest.mark.parametrize(
    ("actual", "truth"),
    [
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.full((3, 3), 1e308), np.full((3, 3), -1e308)),
        (np.zeros((3, 3)), np.full((3, 3), np.inf)),
        (np.full((3, 3), np.nan), np.full((3, 3), np.nan)),
    ],
)
def test_whatever_comes_is_answered(actual: np.ndarray, truth: np.ndarray) -> None:
    assert isinstance(describe(actual, truth, ALLOWED), tuple)
