"""Matches a regular expression that takes longer than the universe is old."""

# verdict: time_limit_exceeded
# covers: 17
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import re


def on_call(encoder_outputs, hidden):
    re.match(r"(a+)+$", "a" * 60 + "b")
