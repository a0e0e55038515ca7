"""The reference of transformer-block against torch.nn.TransformerEncoderLayer, and gradcheck."""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]


def build(*sizes):
    name = "transformer_block_reference"
    spec = importlib.util.spec_from_file_location(name, ROOT / "reference" / "transformer-block.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(3)
    return module.TransformerBlock(*sizes).double().eval()


def twin(block, d_model, heads, d_ff):
    """torch's own with the same parameters."""
    theirs = nn.TransformerEncoderLayer(d_model, heads, d_ff, batch_first=True).double()
    inner = (block.attention.W_q, block.attention.W_k, block.attention.W_v)
    state = {
        "self_attn.in_proj_weight": torch.cat([one.weight for one in inner]),
        "self_attn.in_proj_bias": torch.cat([one.bias for one in inner]),
    }
    names = {"attention.W_o": "self_attn.out_proj", "feed_forward.0": "linear1", "feed_forward.2": "linear2"}
    for ours, other in {**names, "norm1": "norm1", "norm2": "norm2"}.items():
        for part in ("weight", "bias"):
            state[f"{other}.{part}"] = block.state_dict()[f"{ours}.{part}"]
    theirs.load_state_dict(state)
    return theirs.train()  # evaluation would take a fast path without gradients


@pytest.mark.parametrize("shape", [(2, 5, 8, 2, 12), (3, 4, 6, 3, 5), (1, 1, 2, 1, 1)])
@pytest.mark.parametrize("masked", [False, True])
def test_outputs_are_those_of_torch(shape, masked):
    batch, length, width, heads, d_ff = shape
    block = build(width, heads, d_ff)
    theirs = twin(block, width, heads, d_ff)
    for part in theirs.modules():
        part.eval() if isinstance(part, nn.Dropout) else None
    theirs.self_attn.dropout = 0.0
    x = torch.randn(batch, length, width, dtype=torch.float64)
    mask = torch.rand(batch, heads, length, length) < 0.5
    mask[..., 0] = True
    expected = theirs(x, src_mask=~mask.flatten(0, 1) if masked else None)
    torch.testing.assert_close(block(x, mask if masked else None), expected)


def test_gradients():
    block = build(4, 2, 3)
    names, parameters = zip(*block.named_parameters(), strict=True)
    x = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)

    def function(x, *values):
        return torch.func.functional_call(block, dict(zip(names, values, strict=True)), (x,))

    assert torch.autograd.gradcheck(function, (x, *parameters))


def test_example_of_the_statement():
    block = build(2, 1, 1)
    state = {name: torch.zeros_like(value) for name, value in block.state_dict().items()}
    state |= {f"attention.W_{one}.weight": torch.eye(2) for one in "qkvo"}
    state |= {"norm1.weight": torch.ones(2), "norm2.weight": torch.ones(2)}
    state |= {"feed_forward.0.weight": torch.tensor([[1, 0]]), "feed_forward.2.weight": torch.tensor([[0], [4]])}
    block.load_state_dict(state)
    y = block(torch.eye(2, dtype=torch.float64).unsqueeze(0))
    expected = torch.tensor([[[-0.999995, 0.999995], [-0.999995, 0.999995]]], dtype=torch.float64)
    torch.testing.assert_close(y, expected, rtol=0, atol=5e-6)
