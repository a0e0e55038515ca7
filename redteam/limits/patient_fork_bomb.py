"""Forks for ever, in every child, and takes no refusal."""

# verdict: time_limit_exceeded
# covers: 18
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
# docker
import os


def on_call(encoder_outputs, hidden):
    while True:
        try:
            os.fork()
        except OSError:
            continue
