"""Leaves by SystemExit(0) in a call."""

# verdict: runtime_error
# covers: 81 D40
# then: right answer
import sys


def on_call(encoder_outputs, hidden):
    sys.exit(0)
