"""Prints an input, on both streams."""

# verdict: accepted
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
# docker
import sys


def on_call(encoder_outputs, hidden):
    print("leaked", encoder_outputs)
    print("leaked", hidden, file=sys.stderr)
