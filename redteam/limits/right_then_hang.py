"""Answers rightly and hangs in the next request."""

# verdict: time_limit_exceeded
# covers: 7
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import sys
import time

serve = sys.modules["sandbox.program"].Program.reset
COUNT = []


def reset(self):
    COUNT.append(1)
    if len(COUNT) > 1:
        time.sleep(3600)
    return serve(self)


sys.modules["sandbox.program"].Program.reset = reset
