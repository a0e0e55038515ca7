"""Asks for tensors that take no memory until they are written, and writes them."""

# verdict: memory_limit_exceeded
# covers: 35
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import torch


def on_call(encoder_outputs, hidden):
    kept = [torch.empty(1 << 22) for _ in range(60)]
    for one in kept:
        one.fill_(1)
