"""Lets a child print without end, and answers rightly."""

# verdict: output_limit_exceeded
# covers: 39
# then: right answer
import os
import time

if os.fork() == 0:
    while True:
        os.write(1, b"x" * 65536)
time.sleep(1)
