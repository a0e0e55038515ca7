"""Waits for nearly the limit and dies, to be started again."""

# verdict: time_limit_exceeded runtime_error
# then: right answer
# limits: wall_s=1.5 total_wall_s=4
# trap: restarting after each death must not cost tests times wall_s
import os
import time


def on_call(encoder_outputs, hidden):
    time.sleep(1.2)
    os._exit(1)
