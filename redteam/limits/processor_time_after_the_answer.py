"""Answers, and lets a child compute until the judge asks again."""

# verdict: accepted time_limit_exceeded
# then: right answer
# limits: cpu_s=30
import os


def on_call(encoder_outputs, hidden):
    if os.fork() == 0:
        while True:
            pass
