"""The reference of multi-head-attention against torch.nn.MultiheadAttention, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
SHAPES = [(2, 5, 7, 8, 2), (1, 1, 1, 1, 1), (3, 4, 2, 6, 3)]


def build(*sizes):
    name = "multi_head_attention_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "multi-head-attention.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.MultiHeadAttention(*sizes).double()


def twin(layer, d_model, heads):
    """torch's own with the same parameters."""
    theirs = nn.MultiheadAttention(d_model, heads, batch_first=True).double()
    inner = (layer.W_q, layer.W_k, layer.W_v)
    state = {
        "in_proj_weight": torch.cat([one.weight for one in inner]),
        "in_proj_bias": torch.cat([one.bias for one in inner]),
        "out_proj.weight": layer.W_o.weight,
        "out_proj.bias": layer.W_o.bias,
    }
    theirs.load_state_dict(state)
    return theirs


def draw(batch, queries, keys, width):
    return (torch.randn(batch, length, width, dtype=torch.float64) for length in (queries, keys, keys))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("masked", [False, True])
def test_outputs_are_those_of_torch(shape, masked):
    batch, queries, keys, width, heads = shape
    layer = build(width, heads)
    q, k, v = draw(*shape[:4])
    mask = torch.rand(batch, heads, queries, keys) < 0.5
    mask[..., 0] = True
    hidden = ~mask.flatten(0, 1) if masked else None
    expected, _ = twin(layer, width, heads)(q, k, v, attn_mask=hidden)
    torch.testing.assert_close(layer(q, k, v, mask if masked else None), expected)
    torch.testing.assert_close(layer(q, k, v, mask.long() if masked else None), expected)


def test_gradients():
    layer = build(4, 2)
    names, parameters = zip(*layer.named_parameters(), strict=True)
    mask = torch.tensor([[1, 1, 0], [0, 1, 1]])

    def function(q, k, v, *values):
        return torch.func.functional_call(layer, dict(zip(names, values, strict=True)), (q, k, v, mask))

    args = [x.requires_grad_() for x in draw(2, 2, 3, 4)]
    assert torch.autograd.gradcheck(function, (*args, *parameters))


def test_number_of_heads_must_divide_the_width():
    with pytest.raises(ValueError, match="no multiple"):
        build(10, 3)


def test_example_of_the_statement():
    layer = build(2, 2)
    with torch.no_grad():
        for name, value in layer.named_parameters():
            value.copy_(torch.eye(2) if name.endswith("weight") else torch.zeros(2))
    x = torch.eye(2, dtype=torch.float64).unsqueeze(0)
    expected = torch.tensor([[[0.731059, 0.5], [0.5, 0.731059]]], dtype=torch.float64)
    torch.testing.assert_close(layer(x, x, x), expected, rtol=0, atol=5e-7)
