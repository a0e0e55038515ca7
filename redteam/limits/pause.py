"""Waits for a signal that never comes, and takes no other."""

# verdict: time_limit_exceeded
# covers: 3
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import signal


def on_call(encoder_outputs, hidden):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    signal.pause()
