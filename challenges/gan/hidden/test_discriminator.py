"""The discriminator: probabilities, gradients and dropout."""

import numpy as np
import pytest


@pytest.mark.points(2)
@pytest.mark.hint("Convolution and leaky ReLU, twice; flatten by channel, row and column; linear, sigmoid.")
@pytest.mark.parametrize(("batch", "img_size"), [(3, 8), (1, 4), (2, 12)])
def test_discriminator(compare, rng, batch, img_size):
    layer = compare.new("Discriminator", img_size)
    layer.eval()
    layer(rng.normal((batch, 3, img_size, img_size)), guards=("fresh", "repeatable"))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach the image and all parameters of the discriminator.")
def test_discriminator_gradients(compare, rng):
    layer = compare.new("Discriminator", 8)
    layer.eval()
    layer(rng.normal((2, 3, 8, 8)), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Images may be 32 and 64 pixels wide.")
@pytest.mark.parametrize("img_size", [32, 64])
def test_discriminator_sizes(candidate, rng, img_size):
    layer = candidate.new("Discriminator", img_size)
    layer.eval()
    assert layer(rng.normal((2, 3, img_size, img_size))).shape == (2, 1)


def one_number():
    """Parameters with which the probability tells one number after dropout, of a 4 x 4 image.

    It is that of channel 0, row 0 and column 0. All numbers are 1 before dropout, and conv2's channel 0 sees that one
    alone. The logit is 1 less than it.
    """
    state = {"conv1.weight": np.zeros((64, 3, 4, 4), np.float32), "conv1.bias": np.ones(64, np.float32)}
    state |= {"conv2.weight": np.zeros((128, 64, 4, 4), np.float32), "conv2.bias": np.zeros(128, np.float32)}
    state |= {"lin1.weight": np.zeros((1, 128), np.float32), "lin1.bias": np.full(1, -1, np.float32)}
    state["conv2.weight"][0, 0, 1, 1] = 1
    state["lin1.weight"][0, 0] = 1
    return state


# One coin for each of 4096 images: a rate of 0.3 has a standard deviation of 0.0072, and the bound is 6 of them, which
# is crossed once in 5e8 draws. Coins of two calls agree in a share of 0.58, with a standard deviation of 0.0077.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.depends("test_discriminator")
@pytest.mark.hint("In training three tenths of the first convolution's numbers are dropped, each by its own coin.")
def test_dropout(candidate):
    layer = candidate.new("Discriminator", 4, state=one_number())
    layer.train()
    x = np.zeros((4096, 3, 4, 4), np.float32)
    first, second = (layer(x)[:, 0].astype(np.float64) for _ in range(2))
    for y in (first, second):
        number = np.log(y / (1 - y)) + 1
        dropped = number < 0.5
        assert abs(dropped.mean() - 0.3) < 0.043
        assert np.abs(number - np.where(dropped, 0, 1 / 0.7)).max() < 1e-4
    assert abs(np.mean((first < 0.5) == (second < 0.5)) - 0.58) < 0.047


# A logit is the sum of 64 * 4 coins' numbers, each 0 or 1 / 0.7, so its variance is 256 * 0.3 / 0.7 = 109.7, estimated
# from 512 images with a standard deviation of 109.7 * sqrt(2 / 511) = 6.9: within 6 of them. Whole channels dropped
# together would make it 4 times as large.
@pytest.mark.aspect("state")
@pytest.mark.depends("test_discriminator")
@pytest.mark.hint("Dropout's coins are tossed for single numbers, not for whole channels or images.")
def test_coins_are_independent(candidate):
    state = one_number()
    state["conv2.weight"][0, :, 1:3, 1:3] = 1  # kernel rows 1 and 2 are what the 2 x 2 numbers meet
    state["lin1.weight"][0, 0], state["lin1.bias"][0] = 0.05, -0.05 * 256
    layer = candidate.new("Discriminator", 4, state=state)
    layer.train()
    y = layer(np.zeros((512, 3, 4, 4), np.float32))[:, 0].astype(np.float64)
    total = np.log(y / (1 - y)) / 0.05 + 256
    assert abs(total.mean() - 256) < 6 * np.sqrt(109.7 / 512)
    assert abs(total.var() - 109.7) < 41.6
