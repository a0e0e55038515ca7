"""Prints to both streams without a line end."""

# verdict: output_limit_exceeded
# covers: 41 42
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    while True:
        os.write(1, b"x" * 50)
        os.write(2, b"y" * 50)
