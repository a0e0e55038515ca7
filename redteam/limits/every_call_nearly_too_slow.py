"""Takes nearly the limit in every call, so that the whole takes too long."""

# verdict: time_limit_exceeded
# then: right answer
# limits: wall_s=2 total_wall_s=4
# trap: the total wall time is limited too
import time


def on_call(encoder_outputs, hidden):
    time.sleep(1.5)
