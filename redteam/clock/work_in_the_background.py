"""Starts its work when asked and delivers it with the answer to the next request."""

# verdict: wrong_answer
# covers: 93 C28 C31
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import torch

LAST = []


def on_result(context, weights):
    LAST.append((context, weights))
    if len(LAST) > 1 and LAST[-2][0].shape == context.shape:
        return LAST[-2]
    return torch.zeros_like(context), weights
