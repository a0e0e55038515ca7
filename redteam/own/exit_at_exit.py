"""Registers functions that end with success when it is over, and raises."""

# verdict: runtime_error
# covers: 81 D40 D43
# then: right answer
import atexit
import os
import sys
import threading

atexit.register(os._exit, 0)
threading._register_atexit(os._exit, 0)
sys.excepthook = lambda *_: os._exit(0)


def on_call(encoder_outputs, hidden):
    raise ValueError
