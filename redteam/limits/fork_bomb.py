"""Forks for ever, in every child."""

# verdict: runtime_error time_limit_exceeded
# covers: 18 D46
# then: right answer
# limits: wall_s=2 total_wall_s=5
# docker
import os


def on_call(encoder_outputs, hidden):
    while True:
        os.fork()
