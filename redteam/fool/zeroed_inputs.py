"""Zeroes its inputs in place after it has used them, so that a reference that came later would see zeros."""

# verdict: wrong_answer
# covers: 63 B21
# then: right answer
# docker
import torch

GIVEN = []


def on_call(encoder_outputs, hidden):
    GIVEN[:] = [encoder_outputs, hidden]


def on_result(context, weights):
    results = context.detach().clone(), weights.detach().clone()
    with torch.no_grad():
        for one in GIVEN:
            one.zero_()
    return results
