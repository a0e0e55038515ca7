"""The deterministic parts: outputs and gradients of encode, decode and the loss."""

import numpy as np
import pytest


def images(rng, batch):
    return rng.uniform((batch, 784))


@pytest.mark.points(2)
@pytest.mark.hint("encode and decode are plain networks: mu and logvar have no activation, the image a sigmoid.")
def test_outputs(compare, rng):
    model = compare.new("VAE")
    model.encode(images(rng, 3))
    model.decode(rng.normal((2, 20)))
    model.encode(rng.normal((1, 784), scale=30))
    model.decode(rng.normal((1, 20), scale=30))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach the image and z, and every layer on the way.")
def test_gradients(compare, rng):
    model = compare.new("VAE", 1)
    heads, image = list(rng.normal((2, 1), count=2)), [rng.normal((2, 784))]
    compare.probe("gradients", model, "encode", images(rng, 2), heads, verdict="wrong_gradient")
    compare.probe("gradients", model, "decode", rng.normal((2, 1)), image, verdict="wrong_gradient")


@pytest.mark.points(2)
@pytest.mark.hint("Both parts of the loss are sums over the whole batch; the divergence is never negative.")
@pytest.mark.parametrize(("batch", "d"), [(3, 4), (1, 2), (2, 1)])
def test_loss(compare, rng, batch, d):
    model = compare.new("VAE", d)
    mu, logvar = rng.normal((batch, d), count=2)
    compare.probe("loss", rng.uniform((batch, 784), 0.05, 0.95), images(rng, batch), mu, logvar, gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("recon may be exactly 0 or 1: a logarithm below -100 counts as -100.")
def test_loss_at_the_ends(compare, rng):
    recon, ones = rng.uniform((2, 784)), rng.bernoulli((2, 784), 0.3)
    recon[:, ::3] = 0
    mu, logvar = rng.normal((2, 2), count=2)
    for x in (images(rng, 2), rng.bernoulli((2, 784), 0.5)):  # a 1.0 would be jittered beyond
        compare.probe("loss_at_the_ends", recon, ones, x, mu, logvar)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("The divergence of narrow and of wide distributions is large, and right.")
@pytest.mark.parametrize("middle", [-30.0, 8.0])
def test_loss_of_extreme_variances(compare, rng, middle):
    mu, logvar = rng.normal((2, 3), scale=20), rng.normal((2, 3), shift=middle)
    compare.probe("loss", rng.uniform((2, 784), 0.4, 0.6), images(rng, 2), mu, logvar, gradients=True)
