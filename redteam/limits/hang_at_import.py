"""Hangs while it is imported."""

# verdict: time_limit_exceeded
# covers: 14 C36
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import time

time.sleep(3600)
