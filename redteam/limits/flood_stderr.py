"""Prints to stderr without end."""

# verdict: output_limit_exceeded
# covers: 40
# then: right answer
# docker
import os


def on_call(encoder_outputs, hidden):
    while True:
        os.write(2, b"x" * 65536)
