"""Sends its answer byte by byte, each in time."""

# verdict: time_limit_exceeded runtime_error
# covers: 8
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import os
import time


def on_call(encoder_outputs, hidden):
    while True:
        for fd in range(3, 16):
            try:
                os.write(fd, b"J")
            except OSError:
                continue
        time.sleep(0.05)
