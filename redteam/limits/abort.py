"""Aborts."""

# verdict: runtime_error
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    os.abort()
