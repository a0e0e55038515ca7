"""Computes a number of more digits than there is time for."""
# verdict: time_limit_exceeded memory_limit_exceeded
# covers: 17
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5


def on_call(encoder_outputs, hidden):
    return 7 ** (10**9) % 10
