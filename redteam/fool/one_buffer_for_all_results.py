"""Writes every result to the same memory, so that an earlier result changes later."""

# verdict: accepted wrong_gradient
# covers: 86 B22
# then: right answer
import torch

MEMORY = torch.zeros(1 << 16)


def on_result(context, weights):
    kept = MEMORY[: context.numel()].view_as(context)
    kept.copy_(context.detach())
    return context + (kept - context.detach()), weights
