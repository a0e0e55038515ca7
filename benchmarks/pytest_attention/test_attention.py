"""Five checks of examples/attention.py as a plain test file would make them: one process, no sandbox.

`benchmarks/cold_submit.py` measures it beside `judge submit`, which has to pay for two sandboxes.
"""

import importlib.util
from pathlib import Path

import pytest
import torch
from torch import nn

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "attention.py"


class Reference(nn.Module):
    """Additive attention, written in another style than the example."""

    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        length = encoder_outputs.shape[1]
        pairs = torch.cat([encoder_outputs, hidden[:, None].repeat(1, length, 1)], -1)
        weights = self.v(self.attn(pairs).tanh())[..., 0].softmax(-1)
        return torch.einsum("bl,blh->bh", weights, encoder_outputs)[:, None], weights


def load_candidate():
    spec = importlib.util.spec_from_file_location("candidate", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Attention


def make_pair(hidden_size):
    torch.manual_seed(0)
    reference = Reference(hidden_size)
    candidate = load_candidate()(hidden_size)
    candidate.load_state_dict(reference.state_dict())
    return candidate, reference


def make_inputs(batch, length, hidden_size, scale=1.0):
    return scale * torch.randn(batch, length, hidden_size), scale * torch.randn(batch, hidden_size)


@pytest.mark.parametrize("shape", [(4, 7, 16), (1, 1, 3)])
def test_outputs(shape):
    candidate, reference = make_pair(shape[2])
    inputs = make_inputs(*shape)
    torch.testing.assert_close(candidate(*inputs), reference(*inputs))


def test_outputs_of_large_inputs():
    candidate, reference = make_pair(8)
    inputs = make_inputs(3, 5, 8, scale=1e4)
    torch.testing.assert_close(candidate(*inputs), reference(*inputs))


def test_weights_sum_to_one():
    candidate, _ = make_pair(8)
    _, weights = candidate(*make_inputs(3, 5, 8))
    torch.testing.assert_close(weights.sum(1), torch.ones(3))


def test_gradients():
    candidate, reference = make_pair(8)
    inputs = make_inputs(3, 5, 8)
    cotangents = torch.randn(3, 1, 8), torch.randn(3, 5)
    found = gradients(candidate, inputs, cotangents)
    torch.testing.assert_close(found, gradients(reference, inputs, cotangents))


def gradients(layer, inputs, cotangents):
    leaves = [value.clone().requires_grad_() for value in inputs]
    return torch.autograd.grad(layer(*leaves), [*leaves, *layer.parameters()], cotangents)
