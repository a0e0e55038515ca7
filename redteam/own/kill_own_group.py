"""Kills its own process group, itself included."""

# verdict: runtime_error
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    os.kill(0, 9)
