"""Prints a little again and again, so that it never seems to hang."""

# verdict: time_limit_exceeded
# covers: 8
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import time


def on_call(encoder_outputs, hidden):
    while True:
        print(".", end="", flush=True)
        time.sleep(0.05)
