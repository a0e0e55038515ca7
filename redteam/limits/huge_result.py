"""Returns one tensor that is larger than a reply may be."""

# verdict: output_limit_exceeded
# then: right answer
# docker
import torch


def on_result(context, weights):
    return torch.zeros(16 << 20), weights
