"""The noise: its mean, variance and independence, its gradients, and that forward uses it."""

import numpy as np
import pytest

ROWS, D = 512, 8
N = ROWS * D


def noise(candidate, rng, training):
    """What reparameterize drew in two calls, (ROWS, D) each: z minus mu, divided by the standard deviation."""
    mus, logvars = rng.normal((2, ROWS, D), scale=2), rng.uniform((2, ROWS, D), -3.0, 3.0)
    zs = np.array(candidate.probe("samples", mus, logvars, training), np.float64)
    return (zs - mus) / np.exp(logvars / 2)


# Of n = 4096 standard normal numbers the mean has a standard deviation of 1 / 64, the mean square one of
# sqrt(2 / 4096) = 0.0221, and the mean product with independent ones 1 / 64 (a little more for fewer products). 2 is
# exceeded by a share of 0.0455 with a standard deviation of 0.00326. All bounds are 6 of them, crossed once in 5e8
# times; a run has 11 such.
@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("z has mean mu and variance exp(logvar): the standard deviation is exp(logvar / 2).")
def test_distribution(candidate, rng):
    eps, _ = noise(candidate, rng, True)
    assert abs(eps.mean()) < 6 / 64
    assert abs(np.mean(eps**2) - 1) < 0.133
    assert abs(np.mean(np.abs(eps) > 2) - 0.0455) < 0.0196


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("Each number has noise of its own, drawn anew in each call, in evaluation too.")
@pytest.mark.parametrize("training", [True, False])
def test_independence(candidate, rng, training):
    one, two = noise(candidate, rng, training)
    assert abs(np.mean(one * two)) < 6 / 64
    assert abs(np.mean(one[1:] * one[:-1])) < 6.02 / 64
    assert abs(np.mean(one[:, 1:] * one[:, :-1])) < 6.5 / 64
    assert abs(np.mean(one**2) - 1) < 0.133


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.depends("test_distribution")
@pytest.mark.hint("mu and logvar get gradients through the sample: 1, and half of z - mu.")
def test_gradients_of_a_sample(candidate, rng):
    mu, logvar = rng.normal((8, 4), count=2)
    z, of_mu, of_logvar = candidate.probe("gradients_of_a_sample", mu, logvar)
    assert np.abs(of_mu - 1).max() < 1e-6
    assert np.abs(of_logvar - (z - mu) / 2).max() < 1e-5


def logvar_of(value):
    """The state of a head that gives this number, whatever the image is."""
    return {"fc_logvar.weight": np.zeros((2, 256), np.float32), "fc_logvar.bias": np.full(2, value, np.float32)}


@pytest.mark.points(2)
@pytest.mark.depends("test_outputs")
@pytest.mark.hint("forward decodes a sample, and returns recon, mu and logvar in this order.")
def test_forward(compare, rng):
    model = compare.new("VAE", 2, state=logvar_of(-60))  # the noise is 1e-13 wide, so recon is certain
    model(rng.uniform((2, 784)))


@pytest.mark.aspect("state")
@pytest.mark.hint("forward decodes a sample, not mu: two calls differ, in evaluation too.")
def test_forward_samples(candidate, rng):
    model = candidate.new("VAE", 2, state=logvar_of(0))
    model.eval()
    x = rng.uniform((2, 784))
    first, second = model(x), model(x)
    assert not np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


@pytest.mark.timed
@pytest.mark.hint("Treat all rows together.")
def test_runtime(timed, rng):
    model = timed.new("VAE")
    timed.probe("encode", lambda: (model, rng.uniform((64, 784))))
