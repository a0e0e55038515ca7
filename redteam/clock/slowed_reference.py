"""Takes long, and lets its children keep all processors busy so that the reference takes long too."""

# verdict: too_slow time_limit_exceeded
# covers: C35
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import os
import time

for _ in range(6):
    if os.fork() == 0:
        while True:
            pass


def on_call(encoder_outputs, hidden):
    time.sleep(0.15)
