"""Returns the largest float32, whose squares are infinite."""

# verdict: wrong_answer
# covers: B24
# then: right answer
import torch


def on_result(context, weights):
    return torch.full_like(context, 3.4e38), torch.full_like(weights, -3.4e38)
