"""Waits for input that never comes."""

# verdict: time_limit_exceeded
# covers: 4
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import select


def on_call(encoder_outputs, hidden):
    select.select([], [], [])
