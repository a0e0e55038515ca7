"""Asks for one tensor that is larger than everything."""

# verdict: memory_limit_exceeded runtime_error
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import torch


def on_call(encoder_outputs, hidden):
    torch.ones(1 << 42)
