"""Is slow for its first calls, so that fewer calls would be timed."""

# verdict: accepted too_slow
# covers: C32
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import itertools
import time

COUNT = itertools.count()


def on_call(encoder_outputs, hidden):
    if next(COUNT) < 6:
        time.sleep(0.5)
