"""Leaves the last position out, which hardly matters on average."""

# verdict: wrong_answer
# covers: B17
# then: right answer
# tests: all
import torch

GIVEN = []


def on_call(encoder_outputs, hidden):
    GIVEN[:] = [encoder_outputs]


def on_result(context, weights):
    kept = torch.ones_like(weights)
    if weights.shape[1] > 2:
        kept[:, -1] = 0
    weights = weights * kept / (weights * kept).sum(1, keepdim=True)
    return torch.bmm(weights.unsqueeze(1), GIVEN[0]), weights
