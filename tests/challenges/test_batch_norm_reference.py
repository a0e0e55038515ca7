"""The batch normalisation reference against torch.nn.BatchNorm1d, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(6, 3), (2, 1), (4, 3, 5), (1, 2, 7), (5, 1, 1)]
NAMES = {"gamma": "weight", "beta": "bias", "running_mean": "running_mean", "running_var": "running_var"}


def build(channels, **options):
    spec = importlib.util.spec_from_file_location("batch_norm_reference", ROOT / "reference" / "batch-norm.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.BatchNorm1d(channels, **options).double()


def pair(channels, **options):
    """Our layer and torch's, with the same random parameters and buffers."""
    ours, theirs = build(channels, **options), nn.BatchNorm1d(channels, **options).double()
    draw = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, value in ours.state_dict().items():
            value.copy_(0.5 + torch.rand(value.shape, generator=draw, dtype=value.dtype))
            theirs.state_dict()[NAMES[name]].copy_(value)
    return ours, theirs


def batch(shape, scale=1.0, shift=0.0, seed=5):
    return shift + scale * torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def same_buffers(ours, theirs):
    for name in ("running_mean", "running_var"):
        torch.testing.assert_close(getattr(ours, name), getattr(theirs, name), rtol=1e-12, atol=0)


def test_initial_state_is_torchs():
    ours, theirs = build(4), nn.BatchNorm1d(4).double()
    assert list(ours.state_dict()) == list(NAMES)
    for name, value in ours.state_dict().items():
        assert torch.equal(value, theirs.state_dict()[NAMES[name]])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (1e4, 0.0), (1e-3, 1.0), (1.0, 1e3)])
def test_outputs_gradients_and_buffers_over_batches_are_torchs(shape, scale, shift):
    ours, theirs = pair(shape[1], eps=1e-3, momentum=0.3)
    for seed in range(4):
        ours.train(seed != 2)
        theirs.train(seed != 2)
        x, x_theirs = (batch(shape, scale, shift, seed).requires_grad_() for _ in range(2))
        cotangent = batch(shape, seed=10 + seed)
        y, y_theirs = ours(x), theirs(x_theirs)
        torch.testing.assert_close(y, y_theirs, rtol=1e-8, atol=1e-8)
        same_buffers(ours, theirs)
        (y * cotangent).sum().backward()
        (y_theirs * cotangent).sum().backward()
        torch.testing.assert_close(x.grad, x_theirs.grad, rtol=1e-6, atol=1e-8 / scale)
    torch.testing.assert_close(ours.gamma.grad, theirs.weight.grad, rtol=1e-8, atol=1e-8)
    torch.testing.assert_close(ours.beta.grad, theirs.bias.grad)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(6, 3), (4, 3, 5), (1, 2, 7)])
def test_gradients(shape, training):
    ours, _ = pair(shape[1])
    ours.train(training)
    x = batch(shape).requires_grad_()

    def function(x, gamma, beta):
        return torch.func.functional_call(ours, {"gamma": gamma, "beta": beta}, (x,))

    assert torch.autograd.gradcheck(function, (x, ours.gamma, ours.beta))


def test_a_constant_channel_gives_beta_and_the_dtype_is_kept():
    ours, _ = pair(2)
    ours.float().train()
    y = ours(torch.full((8, 2), 3.25))
    assert y.dtype == torch.float32
    torch.testing.assert_close(y, ours.beta.detach().expand(8, 2))
