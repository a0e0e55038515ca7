"""Sleeps for ever."""

# verdict: time_limit_exceeded
# covers: 2
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
# docker
import time


def on_call(encoder_outputs, hidden):
    time.sleep(3600)
