"""Reads from address 0."""

# verdict: runtime_error
# then: right answer
# docker
import ctypes


def on_call(encoder_outputs, hidden):
    ctypes.string_at(0)
