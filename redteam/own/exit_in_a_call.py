"""Ends with success in a call."""

# verdict: runtime_error
# then: right answer
# docker
import os


def on_call(encoder_outputs, hidden):
    os._exit(0)
