"""Takes memory in a great many small tensors."""

# verdict: memory_limit_exceeded
# covers: 34
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import torch


def on_call(encoder_outputs, hidden):
    kept = []
    while True:
        kept.extend(torch.ones(1000, 1000).unbind())
