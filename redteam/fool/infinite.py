"""Returns infinity, whose difference to itself is NaN."""

# verdict: wrong_answer
# covers: 86 B24
# then: right answer
import torch


def on_result(context, weights):
    return torch.full_like(context, float("inf")), torch.full_like(weights, float("-inf"))
