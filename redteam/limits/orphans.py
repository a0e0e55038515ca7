"""Leaves children that sleep for ever in sessions of their own, and answers rightly."""

# verdict: accepted
# covers: 12 20
# then: right answer
import os
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(3600)
