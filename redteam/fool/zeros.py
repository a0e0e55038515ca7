"""Returns zeros."""

# verdict: wrong_answer
# covers: B15 B16
# then: right answer
# tests: all
import torch


def on_result(context, weights):
    return torch.zeros_like(context), torch.zeros_like(weights)
