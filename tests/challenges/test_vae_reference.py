"""The reference of vae against torch.distributions and torch's cross-entropy, gradcheck, and its samples."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    spec = importlib.util.spec_from_file_location("vae_reference", ROOT / "reference" / "vae.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.VAE(*sizes).double()


def test_networks_are_those_of_the_definition():
    model = build(3)
    state = {name: value.numpy() for name, value in model.state_dict().items()}

    def layer(name, x):
        return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    x, z = np.random.default_rng(5).uniform(size=(2, 784)), np.random.default_rng(6).normal(size=(2, 3))
    h = np.maximum(layer("encoder.2", np.maximum(layer("encoder.0", x), 0)), 0)
    image = layer("decoder.4", np.maximum(layer("decoder.2", np.maximum(layer("decoder.0", z), 0)), 0))
    mu, logvar = model.encode(torch.tensor(x))
    np.testing.assert_allclose(mu.detach().numpy(), layer("fc_mu", h), rtol=1e-9)
    np.testing.assert_allclose(logvar.detach().numpy(), layer("fc_logvar", h), rtol=1e-9)
    np.testing.assert_allclose(model.decode(torch.tensor(z)).detach().numpy(), 1 / (1 + np.exp(-image)), rtol=1e-9)


def test_loss_is_that_of_torch():
    model = build(4)
    recon, x = (torch.rand(3, 784, dtype=torch.float64) for _ in range(2))
    recon[:, ::5], recon[:, 1::5] = 0, 1
    mu, logvar = (torch.randn(3, 4, dtype=torch.float64) for _ in range(2))
    divergence = kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(0.0, 1.0)).sum()
    expected = functional.binary_cross_entropy(recon, x, reduction="sum") + divergence
    torch.testing.assert_close(model.loss_function(recon, x, mu, logvar), expected)


def test_gradients_of_the_loss():
    model = build(2)
    recon, x = (0.1 + 0.8 * torch.rand(2, 784, dtype=torch.float64) for _ in range(2))
    args = [one.requires_grad_() for one in (recon, x, *torch.randn(2, 2, 2, dtype=torch.float64))]
    assert torch.autograd.gradcheck(model.loss_function, args, fast_mode=True)


def test_gradients_of_encode_and_decode():
    model = build(2)
    x = torch.rand(1, 784, dtype=torch.float64, requires_grad=True)
    z = torch.randn(1, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(model.encode, (x,), fast_mode=True)
    assert torch.autograd.gradcheck(model.decode, (z,), fast_mode=True)


def test_samples_have_the_distribution_and_gradients_of_the_definition():
    model = build(2)
    mu = torch.full((50_000, 2), 3.0, dtype=torch.float64, requires_grad=True)
    logvar = torch.full_like(mu, 1.5).detach().requires_grad_()
    z = model.eval().reparameterize(mu, logvar)
    assert z.mean().item() == pytest.approx(3, abs=0.05)  # 7 standard deviations; the seed is fixed
    assert z.var().item() == pytest.approx(np.exp(1.5), rel=0.03)
    z.sum().backward()
    assert torch.equal(mu.grad, torch.ones_like(mu))
    torch.testing.assert_close(logvar.grad, (z - mu).detach() / 2)


def test_example_of_the_statement():
    model = build(1)
    for recon, expected in ((0.8, 0.348144), (0.0, 100.125)):
        args = (torch.tensor([[value]], dtype=torch.float64) for value in (recon, 1.0, 0.5, 0.0))
        assert model.loss_function(*args).item() == pytest.approx(expected, abs=1e-6)
