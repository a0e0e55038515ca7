"""Is exact for small inputs and returns zeros for the large ones that are timed."""

# verdict: wrong_answer
# covers: 91 B19 B20 C34
# docker
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import torch


def on_result(context, weights):
    return (torch.zeros_like(context), weights) if len(weights) > 8 else (context, weights)
