"""Calls itself deeper than the stack is."""

# verdict: runtime_error memory_limit_exceeded
# covers: 30
# then: right answer
import sys


def on_call(encoder_outputs, hidden):
    sys.setrecursionlimit(10**9)

    def deeper(n):
        return sorted([n], key=lambda m: deeper(m + 1))

    deeper(0)
