"""Computes for ever."""
# verdict: time_limit_exceeded
# covers: 1
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
# docker


def on_call(encoder_outputs, hidden):
    while True:
        pass
