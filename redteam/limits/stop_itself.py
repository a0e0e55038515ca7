"""Stops itself."""

# verdict: time_limit_exceeded
# covers: 5
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
# docker
import os
import signal


def on_call(encoder_outputs, hidden):
    os.kill(os.getpid(), signal.SIGSTOP)
