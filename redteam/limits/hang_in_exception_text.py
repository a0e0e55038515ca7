"""Raises an exception whose text never ends."""

# verdict: time_limit_exceeded
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import time


class Endless(Exception):
    def __str__(self):
        time.sleep(3600)
        return ""


def on_call(encoder_outputs, hidden):
    raise Endless
