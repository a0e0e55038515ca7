"""Returns the plain mean and uniform weights, which are not far off."""

# verdict: wrong_answer
# covers: B16
# then: right answer
# tests: all
import torch

GIVEN = []


def on_call(encoder_outputs, hidden):
    GIVEN[:] = [encoder_outputs]


def on_result(context, weights):
    return GIVEN[0].mean(1, keepdim=True), torch.full_like(weights, 1 / weights.shape[1])
