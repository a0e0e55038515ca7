"""The reference of unet against its table, operator by operator, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    spec = importlib.util.spec_from_file_location("unet_reference", ROOT / "reference" / "unet.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.UNet(*sizes).double()


@pytest.fixture(scope="module")
def model():
    """One with running statistics that are not those of a new one."""
    made = build(2, 3)
    for name, value in made.state_dict().items():
        if "running" in name:
            value.uniform_(0.5, 1.5)
    return made


@pytest.mark.parametrize("training", [True, False])
def test_outputs_are_those_of_the_table(model, training):
    model.train(training)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    x = torch.randn(2, 2, 16, 8, dtype=torch.float64)

    def block(name, y):
        for conv, norm in ((0, 1), (3, 4)):
            y = functional.conv2d(y, state[f"{name}.{conv}.weight"], state[f"{name}.{conv}.bias"], padding=1)
            parts = [state[f"{name}.{norm}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
            y = functional.batch_norm(y, *parts, training, 0.1, 1e-5).clamp(min=0)
        return y

    def halved(y):
        return torch.stack([y[..., i::2, j::2] for i in (0, 1) for j in (0, 1)]).amax(0)

    def doubled(name, y):
        weight = state[f"{name}.weight"]
        larger = y.new_empty(len(y), weight.shape[1], 2 * y.shape[2], 2 * y.shape[3])
        for i in (0, 1):
            for j in (0, 1):
                larger[..., i::2, j::2] = torch.einsum("nchw,cd->ndhw", y, weight[:, :, i, j])
        return larger + state[f"{name}.bias"][:, None, None]

    e1 = block("enc1", x)
    e2 = block("enc2", halved(e1))
    e3 = block("enc3", halved(e2))
    y = block("bottleneck", halved(e3))
    for level, sharp in ((3, e3), (2, e2), (1, e1)):
        y = block(f"dec{level}", torch.cat([doubled(f"up{level}", y), sharp], 1))
    y = functional.conv2d(y, state["out_conv.weight"], state["out_conv.bias"])
    torch.testing.assert_close(model(x), 1 / (1 + torch.exp(-y)))


def test_gradients(model):
    model.eval()
    names = ("enc1.0.weight", "bottleneck.4.weight", "up2.weight", "dec1.3.bias", "out_conv.weight")
    parameters = [dict(model.named_parameters())[name] for name in names]
    x = torch.randn(1, 2, 8, 8, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters), fast_mode=True)


def test_example_of_the_statement():
    model = build(1, 1).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.ndim == 4 or name.rpartition(".")[0].endswith((".0", ".3", "up1", "up2", "up3", "out_conv")):
                value.zero_()
        for block, channel in ((model.enc1, 0), (model.dec1, 64)):
            block[0].weight[0, channel, 1, 1] = 1
            block[3].weight[0, 0, 1, 1] = 1
        model.out_conv.weight[0, 0] = 2
    x = torch.full((1, 1, 8, 8), 0.5, dtype=torch.float64)
    x[..., 4:] = -1
    y = model(x)
    torch.testing.assert_close(y[..., :4], torch.full_like(y[..., :4], 0.731055), rtol=0, atol=1e-6)
    torch.testing.assert_close(y[..., 4:], torch.full_like(y[..., 4:], 0.5))
