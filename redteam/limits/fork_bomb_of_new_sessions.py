"""Forks for ever into sessions of their own whose parents have gone."""

# verdict: runtime_error time_limit_exceeded
# covers: 19
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import os


def on_call(encoder_outputs, hidden):
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            continue
