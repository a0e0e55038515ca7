"""Hangs when its result is thrown away."""

# verdict: time_limit_exceeded accepted
# covers: 13
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import time


class Slow:
    def __del__(self):
        time.sleep(3600)


def on_call(encoder_outputs, hidden):
    encoder_outputs.slow = Slow()
