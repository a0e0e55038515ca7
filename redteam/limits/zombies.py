"""Leaves children that have ended and are never waited for."""

# verdict: runtime_error
# covers: 21
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    while True:
        if os.fork() == 0:
            os._exit(0)
