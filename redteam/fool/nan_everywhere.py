"""Returns NaN everywhere: no comparison with NaN fails that asks whether it is too large."""

# verdict: wrong_answer
# covers: 86 B24
# then: right answer
# docker
import torch


def on_result(context, weights):
    return torch.full_like(context, float("nan")), torch.full_like(weights, float("nan"))
