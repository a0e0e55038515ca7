"""Jumps into nothing."""

# verdict: runtime_error
# then: right answer
import ctypes


def on_call(encoder_outputs, hidden):
    ctypes.CFUNCTYPE(None)(1)()
