"""Registers functions that hang when the program ends."""

# verdict: accepted
# covers: 13
# then: right answer
import atexit
import threading
import time

atexit.register(time.sleep, 3600)
threading._register_atexit(time.sleep, 3600)
