"""Lets its children compute for ever while it sleeps."""

# verdict: time_limit_exceeded
# covers: 11
# then: right answer
# limits: wall_s=4 total_wall_s=5 cpu_s=1
import os
import time


def on_call(encoder_outputs, hidden):
    for _ in range(4):
        if os.fork() == 0:
            while True:
                pass
    time.sleep(3600)
