"""Lets many threads fill large stacks."""

# verdict: memory_limit_exceeded runtime_error
# covers: 31
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import sys
import threading
import time


def fill(left):
    if left:
        sorted([left], key=lambda one: fill(one - 1))
    else:
        time.sleep(3600)


def on_call(encoder_outputs, hidden):
    sys.setrecursionlimit(10**9)
    threading.stack_size(64 << 20)
    for _ in range(20):
        threading.Thread(target=fill, args=(40_000,), daemon=True).start()
    time.sleep(3600)
