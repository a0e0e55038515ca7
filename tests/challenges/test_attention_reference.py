"""The attention reference against other ways to compute the same thing, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(2, 5, 4), (1, 1, 3), (3, 7, 1), (1, 6, 5)]


def build(hidden_size):
    spec = importlib.util.spec_from_file_location("attention_reference", ROOT / "reference" / "attention.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.Attention(hidden_size).double()


def inputs(batch, length, hidden_size, scale=1.0):
    draw = torch.Generator().manual_seed(5)
    options = {"generator": draw, "dtype": torch.float64}
    return scale * torch.randn(batch, length, hidden_size, **options), torch.randn(batch, hidden_size, **options)


def one_by_one(layer, encoder_outputs, hidden):
    """The definition read aloud: one score at a time, and an exponential for each."""
    contexts, rows = [], []
    for states, query in zip(encoder_outputs, hidden, strict=True):
        scores = [
            layer.v.weight[0] @ torch.tanh(layer.attn.weight @ torch.cat([e, query]) + layer.attn.bias) for e in states
        ]
        top = max(scores)
        powers = [torch.exp(s - top) for s in scores]
        weights = torch.stack(powers) / sum(powers)
        contexts.append(sum(w * e for w, e in zip(weights, states, strict=True)).unsqueeze(0))
        rows.append(weights)
    return torch.stack(contexts), torch.stack(rows)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_outputs_are_those_of_the_definition(shape, scale):
    layer, args = build(shape[2]), inputs(*shape, scale=scale)
    for ours, theirs in zip(layer(*args), one_by_one(layer, *args), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12 * scale)


@pytest.mark.parametrize("shape", SHAPES)
def test_context_is_what_torch_attention_makes_of_the_scores(shape):
    """With a query of one and keys equal to the scores, torch's dot-product attention must give the same context."""
    layer, (encoder_outputs, hidden) = build(shape[2]), inputs(*shape)
    repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
    scores = layer.v(torch.tanh(layer.attn(torch.cat([encoder_outputs, repeated], 2))))
    one = torch.ones(shape[0], 1, 1, dtype=torch.float64)
    expected = functional.scaled_dot_product_attention(one, scores, encoder_outputs)
    torch.testing.assert_close(layer(encoder_outputs, hidden)[0], expected)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(shape):
    layer, args = build(shape[2]), [x.requires_grad_() for x in inputs(*shape)]
    names, parameters = zip(*layer.named_parameters(), strict=True)

    def function(encoder_outputs, hidden, *values):
        given = dict(zip(names, values, strict=True))
        return torch.func.functional_call(layer, given, (encoder_outputs, hidden))

    assert torch.autograd.gradcheck(function, (*args, *parameters))


def test_state_and_shapes():
    layer = build(6)
    shapes = {name: tuple(value.shape) for name, value in layer.state_dict().items()}
    assert shapes == {"attn.weight": (6, 12), "attn.bias": (6,), "v.weight": (1, 6)}
    context, weights = layer(*inputs(2, 9, 6))
    assert context.shape == (2, 1, 6)
    assert weights.shape == (2, 9)
    torch.testing.assert_close(weights.sum(1), torch.ones(2, dtype=torch.float64))


def test_extreme_scores_stay_finite_and_follow_the_dtype():
    layer = build(4).float()
    with torch.no_grad():
        layer.v.weight.mul_(1e4)
    args = [x.float().requires_grad_() for x in inputs(3, 8, 4)]
    context, weights = layer(*args)
    assert context.dtype == weights.dtype == torch.float32
    (context.sum() + weights[:, 0].sum()).backward()
    assert all(torch.isfinite(x.grad).all() for x in args)
